/**
 * Puts the rooms together: who subscribes to whose events, which jobs and sweeps there are. Each program
 * (web, worker, command line, tests) calls `assemble` once at start. Rooms never import this.
 */
import { assembleCarePlans } from '#domains/care-plans/index.server.ts';
import {
  assembleCompetence,
  assembleOfflineAssessment,
  assembleOfflineObservation
} from '#domains/competence/index.server.ts';
import { assembleMatching } from '#domains/matching/index.server.ts';
import { assemblePeople } from '#domains/people/index.server.ts';
import { assembleSafeguarding } from '#domains/safeguarding/index.server.ts';
import { assembleSupport } from '#domains/support/index.server.ts';
import { assembleTraining } from '#domains/training/index.server.ts';
import { assembleIdentity } from '#platform/identity/index.server.ts';
import { assembleErasures } from '#platform/encryption/index.server.ts';
import { deliverWaitingMails } from '#platform/mail/index.server.ts';
import { assembleFiles } from '#platform/files/index.server.ts';
import { defineSweep } from '#platform/jobs/index.server.ts';
import { assembleOffline } from '#platform/offline/index.server.ts';
import { assembleCertificateFacts } from './certificate-facts.server.ts';
import { assembleDevelopment } from './development.server.ts';
import { assembleImportKinds } from './imports.server.ts';
import { assembleTrainingEvidence } from './training-evidence.server.ts';

let assembled = false;

export function assemble(): void {
  if (assembled) return;
  assembled = true;
  assembleErasures();
  assembleFiles();
  assembleOffline();
  assembleImportKinds();
  assembleCertificateFacts();
  assembleTrainingEvidence();
  assembleDevelopment();
  defineSweep('deliver-mails', 5, deliverWaitingMails);
  assemblePeople();
  assembleSupport();
  assembleSafeguarding();
  assembleMatching();
  assembleTraining();
  assembleCompetence();
  assembleOfflineAssessment();
  assembleOfflineObservation();
  assembleCarePlans();
  assembleIdentity();
}
