/**
 * The demonstration story: eighteen months of an invented organisation in an invented country. It comes in through the
 * importer and the rooms' own actions, as a user's data would, with the clock moved; never by a back door.
 */
import { addDays, moveClock } from '#platform/clock/index.ts';
import type { Database } from '#platform/database/index.server.ts';
import type { SeekerSecrets } from '#platform/identity/index.server.ts';
import { organisations } from '#platform/jobs/index.server.ts';
import { bringInSessionBook } from './before-trellis.server.ts';
import { giveSupport } from './caring.server.ts';
import { chance } from './chance.ts';
import { mapTheCountry } from './country.server.ts';
import {
  assessEverybody,
  certifyColleagues,
  goOnLearning,
  lookAgain,
  trainEverybody
} from './learning.server.ts';
import { amendSecondGrant, payMonthly, receiveGrants } from './money.server.ts';
import { planTogether } from './planning.server.ts';
import {
  calibrateAssessors,
  practise,
  restOneRolePlay,
  shareOutNext,
  waitInVain,
  watchTogether
} from './practising.server.ts';
import { bringInColleagues, foundOrganisations, keepWatch, settleIn } from './staff.server.ts';
import { supervise } from './supervising.server.ts';
import { dayNow, storyDays, type World } from './world.server.ts';

export type Telling = {
  /** How many times the story's four hundred seekers; 1 unless told otherwise. */
  scale?: number;
  progress?: World['progress'];
};

/** Tells the story on an empty database, and gives the words of one seeker to sign in with; null when there already is an organisation. */
export async function tellStory(
  database: Database,
  { scale = 1, progress = () => undefined }: Telling = {}
): Promise<(SeekerSecrets & { pseudonym: string }) | null> {
  if ((await organisations(database)).length > 0) return null;
  const today = dayNow();
  const begins = addDays(today, -storyDays);
  const helpers = { supporters: [], practitioners: [], supervisors: [] };
  const world: World = {
    database,
    chance: chance(20261121),
    scale,
    begins,
    today,
    people: new Map(),
    helpers,
    districts: [],
    lines: new Map(),
    progress
  };
  try {
    await foundOrganisations(world);
    await mapTheCountry(world);
    await bringInColleagues(world);
    await receiveGrants(world);
    await settleIn(world);
    await trainEverybody(world);
    await calibrateAssessors(world);
    await assessEverybody(world);
    await certifyColleagues(world);
    await goOnLearning(world);
    await watchTogether(world);
    await bringInSessionBook(world);
    await supervise(world);
    await payMonthly(world, 17);
    await amendSecondGrant(world);
    await keepWatch(world);
    const seeker = await giveSupport(world);
    await planTogether(world, seeker.pseudonym);
    await lookAgain(world);
    await practise(world);
    await waitInVain(world);
    await restOneRolePlay(world);
    await shareOutNext(world);
    return seeker;
  } finally {
    moveClock();
  }
}
