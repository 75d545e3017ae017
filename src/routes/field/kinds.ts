/** What the field kit can show of each part a device takes along: a list, and one thing opened. */
import type { Component } from 'svelte';
import type { ObservingTaken, OpenAssessment } from '#domains/competence/ticking/index.ts';
import type { CourseTaken, Sheet, WorkshopTaken } from '#domains/training/index.ts';
import { m } from '#messages';
import Assessments from './Assessments.svelte';
import AttendanceSheets from './AttendanceSheets.svelte';
import Courses from './Courses.svelte';
import Observings from './Observings.svelte';
import Workshops from './Workshops.svelte';

type Kind = {
  /** As the room's `defineFieldPart` named it. */
  part: string;
  title: () => string;
  List: Component<{ data: never }>;
  /** The part is a list; this is how one of its things is called in an address. */
  idOf: (one: never) => string;
  /** Loaded when it is opened; the service worker holds it already. */
  opened: () => Promise<{ default: Component<{ data: never; id: string }> }>;
};

export const kinds: Kind[] = [
  {
    part: 'attendance',
    title: m.training_field_sheets,
    List: AttendanceSheets as Kind['List'],
    idOf: ({ session }: Sheet) => session,
    opened: (() => import('./AttendanceSheet.svelte')) as Kind['opened']
  },
  {
    part: 'courses',
    title: m.training_courses_title,
    List: Courses as Kind['List'],
    idOf: ({ id }: CourseTaken) => id,
    opened: (() => import('./CourseOpened.svelte')) as Kind['opened']
  },
  {
    part: 'workshops',
    title: m.training_field_workshops,
    List: Workshops as Kind['List'],
    idOf: ({ id }: WorkshopTaken) => id,
    opened: (() => import('./WorkshopOpened.svelte')) as Kind['opened']
  },
  {
    part: 'assessments',
    title: m.competence_field_title,
    List: Assessments as Kind['List'],
    idOf: ({ assessment }: OpenAssessment) => assessment,
    opened: (() => import('./Assessment.svelte')) as Kind['opened']
  },
  {
    part: 'observing',
    title: m.competence_field_observe,
    List: Observings as Kind['List'],
    idOf: ({ rubric }: ObservingTaken) => rubric.id,
    opened: (() => import('./Observing.svelte')) as Kind['opened']
  }
];
