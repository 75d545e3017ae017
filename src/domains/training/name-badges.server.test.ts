import { expect, test } from 'vitest';
import { nameBadges } from './index.server.ts';

const made = (count: number, name = 'Amina Diallo') =>
  nameBadges(
    {
      organisation: 'Green Valley',
      workshop: 'Listening well',
      people: Array.from({ length: count }, (_, index) => ({ name: `${name} ${index}`, trains: index === 0 }))
    },
    'en'
  ).toString('latin1');
const pages = (pdf: string) => Number(/\/Count (\d+)/.exec(pdf)![1]);

test('eight badges go on a page, and the ninth begins another', () => {
  expect(pages(made(8))).toBe(1);
  expect(pages(made(9))).toBe(2);
  expect(made(1)).toContain('/StructTreeRoot');
});

test('a name in Arabic is set in a font that has its letters, a very long one still fits', () => {
  expect(made(1, 'أمينة')).toContain('NotoSansArabic');
  expect(pages(made(8, 'Maria Guadalupe Concepción Fernández de la Torre y Villanueva'))).toBe(1);
});
