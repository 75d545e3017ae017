/** From a later answer to the donor's figure: step ten. */
import { sessionOf } from './support.ts';
import { known, type Step } from './walk.ts';

export const outcomeSteps: Step[] = [
  {
    name: 'A later PHQ-9 is kept beside the first',
    walk: async (walk) => {
      const helper = await (await walk.as('supporter')).open(`${known(walk, 'relationship')}/encounter`);
      await helper.send(sessionOf([1, 0, 1, 1, 0, 1, 0, 0, 0]), { field: 'talkedAbout' });
      // First and last: 17 points, then 4.
      helper.expectWords(/\b17\b/);
      helper.expectWords(/\b4\b/);
    }
  },
  {
    name: 'The impact page shows the change with its interval; each figure leads to its rows; CSV and PDF for the donor',
    walk: async (walk) => {
      const grants = await (await walk.as('grants')).open('/impact');
      for (const figure of ['Change in depression score (PHQ-9)', 'Cost per person reached', 'Contact hours'])
        grants.expectWords(figure);
      grants.expectWords(/95 % interval/);
      const csv = await grants.download('/impact/export.csv');
      if (!csv.type.startsWith('text/csv') || csv.bytes.length === 0) throw new Error('The table is no CSV.');
      const pdf = await grants.download('/impact/report.pdf');
      if (!pdf.bytes.subarray(0, 4).equals(Buffer.from('%PDF'))) throw new Error('The report is no PDF.');
      await grants.follow('/impact/figures/');
      if (!grants.page.querySelector('main table, main h1')) throw new Error('The figure leads nowhere.');
      await (await grants.open('/impact')).follow('/impact/chain');
    }
  }
];
