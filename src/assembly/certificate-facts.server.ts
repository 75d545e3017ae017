/** What the other rooms know of somebody who is to be certified; competence may not ask them itself. */
import {
  lackingCertificateFor,
  letConcernsComeFrom,
  letFactsComeFrom
} from '#domains/competence/index.server.ts';
import { openIncident } from '#domains/safeguarding/index.server.ts';
import { contactHours } from '#domains/support/index.server.ts';
import { letTrainersBeAskedOf, testsTakenBy, trainingHoursOf } from '#domains/training/index.server.ts';
import { now } from '#platform/clock/index.ts';

export function assembleCertificateFacts(): void {
  letFactsComeFrom(async (tx, person) => ({ hours: await trainingHoursOf(tx, person) }));
  letFactsComeFrom(async (tx, person) => ({
    practiceHours: await contactHours(tx, person, new Date(0), now())
  }));
  letFactsComeFrom(async (tx, person) => ({
    // A package that gave no score reaches no mark; that it was passed counts where no mark is asked for.
    tests: ((await testsTakenBy(tx, [person])).get(person) ?? []).map((taken) => ({
      ...taken,
      share: taken.share ?? 0
    }))
  }));
  letConcernsComeFrom(openIncident);
  letTrainersBeAskedOf((tx, trainers, today) => lackingCertificateFor(tx, 'trainer', trainers, today));
}
