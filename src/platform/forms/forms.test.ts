import * as v from 'valibot';
import { expect, test } from 'vitest';
import { readForm } from './index.ts';

const Wish = v.object({
  name: v.pipe(v.string(), v.nonEmpty('Please fill this in.')),
  way: v.picklist(['phone', 'visit'], 'Please choose one.'),
  minor: v.optional(v.literal('yes')),
  topics: v.array(v.string())
});

function sent(fields: [string, string][]): FormData {
  const form = new FormData();
  for (const [name, value] of fields) form.append(name, value);
  return form;
}

test('a choice that was not made says so in its own words, and what was typed is kept', () => {
  const { input, values, errors } = readForm(Wish, sent([['name', '']]), ['topics']);
  expect(input).toBeNull();
  expect(errors).toEqual({ name: 'Please fill this in.', way: 'Please choose one.' });
  expect(values).toEqual({ name: '', topics: [] });
});

test('what may be left out is left out', () => {
  const form = sent([
    ['name', 'Baobab'],
    ['way', 'phone'],
    ['topics', 'grief'],
    ['topics', 'sleep']
  ]);
  const { input } = readForm(Wish, form, ['topics']);
  expect(input).toEqual({ name: 'Baobab', way: 'phone', topics: ['grief', 'sleep'] });
});
