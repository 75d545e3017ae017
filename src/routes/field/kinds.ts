/** What the field kit can show of each part a device takes along: a list, and one thing opened. */
import type { Component } from 'svelte';
import { m } from '#messages';
import Assessment from './Assessment.svelte';
import Assessments from './Assessments.svelte';
import AttendanceSheet from './AttendanceSheet.svelte';
import AttendanceSheets from './AttendanceSheets.svelte';
import CourseOpened from './CourseOpened.svelte';
import Courses from './Courses.svelte';
import WorkshopOpened from './WorkshopOpened.svelte';
import Workshops from './Workshops.svelte';

type Kind = {
  /** As the room's `defineFieldPart` named it. */
  part: string;
  title: () => string;
  List: Component<{ data: never }>;
  Opened: Component<{ data: never; id: string }>;
};

export const kinds: Kind[] = [
  {
    part: 'attendance',
    title: m.training_field_sheets,
    List: AttendanceSheets as Kind['List'],
    Opened: AttendanceSheet as Kind['Opened']
  },
  {
    part: 'courses',
    title: m.training_courses_title,
    List: Courses as Kind['List'],
    Opened: CourseOpened as Kind['Opened']
  },
  {
    part: 'workshops',
    title: m.training_field_workshops,
    List: Workshops as Kind['List'],
    Opened: WorkshopOpened as Kind['Opened']
  },
  {
    part: 'assessments',
    title: m.competence_field_title,
    List: Assessments as Kind['List'],
    Opened: Assessment as Kind['Opened']
  }
];
