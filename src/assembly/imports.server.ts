/** The kinds of import the rooms offer, in the order in which they build on one another. */
import { certificateImport, rubricImport } from '#domains/competence/index.server.ts';
import { personImport } from '#domains/people/index.server.ts';
import { boundaryImport, placeIdsByCode, placeImport } from '#domains/places/index.server.ts';
import { encounterImport } from '#domains/support/index.server.ts';
import { trainingImport } from '#domains/training/index.server.ts';
import { assembleImports, offerImport } from '#platform/imports/index.server.ts';

export function assembleImportKinds(): void {
  assembleImports();
  offerImport(placeImport);
  offerImport(boundaryImport);
  offerImport(personImport(placeIdsByCode));
  offerImport(trainingImport);
  offerImport(certificateImport);
  offerImport(rubricImport);
  offerImport(encounterImport);
}
