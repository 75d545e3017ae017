/** What a list from elsewhere says of an attendance beside its day and hours: its provider's word. */
import { plainDigits } from '#platform/imports/index.ts';
import type { Day } from '#platform/clock/index.ts';
import type { AttendanceRow } from './attendance-list.ts';

export type AttendanceOrigin = {
  employeeNumber: string | null;
  provider: string | null;
  courseCode: string | null;
  /** As the provider wrote it: a share, points, a letter. What it is out of, a list does not say. */
  score: string | null;
  certificateNumber: string | null;
};

export function originIn({ employee, provider, code, score, certificate }: AttendanceRow): AttendanceOrigin {
  return { employeeNumber: employee, provider, courseCode: code, score, certificateNumber: certificate };
}

/** Personnel systems add spaces, dashes and capitals to codes, and spreadsheets change the digits' script. */
function sameCode(code: string): string {
  return plainDigits(code)
    .normalize('NFKC')
    .toLocaleLowerCase()
    .replace(/[\s./–-]/g, '');
}

/** A spreadsheet takes `0017` for the number 17. */
export function sameEmployee(number: string): string {
  return sameCode(number).replace(/^0+(?=.)/, '');
}

/**
 * The names under which a list may tell of the same attendance again: by employee, course and day; and by the number of a
 * provider's certificate, with the employee's number or the person's name.
 */
export function originKeys(origin: AttendanceOrigin, { day, name }: { day: Day; name: string }): string[] {
  const { employeeNumber, courseCode, certificateNumber } = origin;
  const employee = employeeNumber === null ? null : sameEmployee(employeeNumber);
  const course =
    employee !== null && courseCode !== null
      ? [JSON.stringify(['course', employee, sameCode(courseCode), day])]
      : [];
  if (certificateNumber === null) return course;
  const certificate = certificateKey(origin)!;
  const whose = [['name', name], ...(employee === null ? [] : [['employee', employee]])];
  return [...course, ...whose.map((who) => JSON.stringify([certificate, ...who]))];
}

/** A certificate's number means something only with whoever gave it; null where there is none. */
export function certificateKey({ certificateNumber, provider }: AttendanceOrigin): string | null {
  return certificateNumber === null
    ? null
    : JSON.stringify(['certificate', provider && sameCode(provider), sameCode(certificateNumber)]);
}
