/** How far assessors agree over everything two of them saw: each assessor with all others, and each item. */
import type { Day } from '#platform/clock/index.ts';
import { fleissOfRatings, icc, weightedKappa, type Icc } from './agreement.ts';
import type { AgreementRefusal } from './agreement-refusal.ts';
import type { ItemLevel } from './level.ts';

/** One observation that several judged. */
export type CoRating = { rubric: string; on: Day; assessors: { id: string; levels: readonly ItemLevel[] }[] };
export type Figures = {
  /** Observations seen by two. */
  observations: number;
  icc: Icc | { refusal: AgreementRefusal };
  /** Quadratic weights: two levels apart is worse than twice one. */
  kappa: number | { refusal: AgreementRefusal };
  /** Over all who saw the same, however many they were: a person's item is a subject. */
  fleiss: number | { refusal: AgreementRefusal };
  /** How far this assessor lies above the others on the mean; for items 0. */
  difference: number;
};

/** One assessor beside everybody who saw the same; every item of every observation is a row. */
export function figuresOfAssessor(coRatings: readonly CoRating[], assessor: string): Figures {
  const mine = coRatings.filter(({ assessors }) => assessors.some(({ id }) => id === assessor));
  return figuresOf(
    mine.length,
    mine.flatMap(ratings),
    mine.flatMap(({ assessors }) => {
      const own = assessors.find(({ id }) => id === assessor)!;
      return assessors
        .filter(({ id }) => id !== assessor)
        .flatMap((other) => besides(own.levels, other.levels));
    })
  );
}

/** One item over all pairs; which of two comes first changes nothing, so both orders are counted. */
export function figuresOfItem(coRatings: readonly CoRating[], item: string): Figures {
  const about = coRatings.filter(({ assessors }) => assessors[0]!.levels.some((one) => one.item === item));
  return figuresOf(
    about.length,
    about.map(({ assessors }) => assessors.map(({ levels }) => levelsOn(levels, item)[0]!.level)),
    about.flatMap(({ assessors }) =>
      assessors.flatMap((one) =>
        assessors
          .filter((other) => other !== one)
          .flatMap((other) => besides(levelsOn(one.levels, item), levelsOn(other.levels, item)))
      )
    )
  );
}

/** Figures below the bar, on enough observations. One that cannot be told says nothing against anybody. */
export function isBelow(
  { observations, icc, kappa }: Pick<Figures, 'observations' | 'icc' | 'kappa'>,
  { agreementMin, agreementPairsMin }: { agreementMin: number; agreementPairsMin: number }
): boolean {
  if (observations < agreementPairsMin) return false;
  return (
    ('estimate' in icc && icc.estimate < agreementMin) || (typeof kappa === 'number' && kappa < agreementMin)
  );
}

/** How many different assessors saw something together; from three on Fleiss' kappa says more than weighted kappa. */
export function assessorsWithin(coRatings: readonly CoRating[]): number {
  return new Set(coRatings.flatMap(({ assessors }) => assessors.map(({ id }) => id))).size;
}

function figuresOf(observations: number, rated: number[][], pairs: number[][]): Figures {
  return {
    observations,
    icc: icc(pairs),
    kappa: weightedKappa(pairs, 'quadratic'),
    fleiss: fleissOfRatings(rated),
    difference: pairs.length ? pairs.reduce((sum, [own, other]) => sum + own! - other!, 0) / pairs.length : 0
  };
}

// Every item of one observation, with the level each assessor gave it.
function ratings({ assessors }: CoRating): number[][] {
  return assessors[0]!.levels.map((_, index) => assessors.map(({ levels }) => levels[index]!.level));
}

function besides(own: readonly ItemLevel[], other: readonly ItemLevel[]): number[][] {
  return own.map(({ level }, index) => [level, other[index]!.level]);
}

function levelsOn(levels: readonly ItemLevel[], item: string): ItemLevel[] {
  return levels.filter((one) => one.item === item);
}
