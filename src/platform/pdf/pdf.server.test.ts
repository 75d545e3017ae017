import { expect, test } from 'vitest';
import { renderPdf } from './index.server.ts';

const text = (pdf: Buffer) => pdf.toString('latin1');

test('a document is a tagged PDF in its language', () => {
  const pdf = renderPdf('#set document(title: data.title)\n= #data.title', {
    data: { title: 'Bonjour' },
    language: 'fr'
  });
  expect(text(pdf).slice(0, 5)).toBe('%PDF-');
  expect(text(pdf)).toContain('/StructTreeRoot');
  expect(text(pdf)).toContain('/Lang');
});

test('what people typed is never taken for code', () => {
  const typed = '#panic("run") $x^2$ *bold* \\ " ]';
  expect(() => renderPdf('#data.name', { data: { name: typed }, language: 'en' })).not.toThrow();
});

test('Arabic is set in a font that has its letters', () => {
  const pdf = renderPdf('#data.name', { data: { name: 'شهادة كفاءة' }, language: 'ar' });
  expect(text(pdf)).toContain('NotoSansArabic');
});

test('a source that is wrong says where', () => {
  expect(() => renderPdf('#nothing', { data: {}, language: 'en' })).toThrow(/unknown variable/);
});
