/** Whose the numbers are that personnel systems and providers give. */
import type { Tx } from '#platform/database/index.server.ts';
import { certificateKey, originIn, sameEmployee } from './attendance-origin.ts';
import type { AttendanceRow } from './attendance-list.ts';

/** Whose an employee's number and a certificate's number are: the first one's who came with it, and nobody else's. */
export async function numbersKnown(tx: Tx) {
  const employees = new Map<string, string>();
  const certificates = new Map<string, string>();
  const keep = (owners: Map<string, string>, number: string | null, attendee: string) => {
    if (number !== null && !owners.has(number)) owners.set(number, attendee);
    return number === null || owners.get(number) === attendee;
  };
  const employeeIn = ({ employee }: AttendanceRow) => (employee === null ? null : sameEmployee(employee));
  const rows = await tx
    .selectFrom('attendance_origins as origin')
    .innerJoin('current_attendances as attendance', (join) =>
      join
        .onRef('attendance.session_id', '=', 'origin.session_id')
        .onRef('attendance.person_id', '=', 'origin.person_id')
    )
    // A list that was taken back says nothing of anybody any more.
    .where('attendance.presence', '<>', 'absent')
    .select(['origin.person_id', ...originColumns])
    .execute();
  for (const { person_id, ...origin } of rows) {
    keep(employees, origin.employeeNumber && sameEmployee(origin.employeeNumber), person_id);
    keep(certificates, certificateKey(origin), person_id);
  }
  return {
    ownerOf: (row: AttendanceRow) => employees.get(employeeIn(row) ?? ''),
    claimEmployee: (row: AttendanceRow, attendee: string) => keep(employees, employeeIn(row), attendee),
    claimCertificate: (row: AttendanceRow, attendee: string) =>
      keep(certificates, certificateKey(originIn(row)), attendee)
  };
}

export const originColumns = [
  'origin.employee_number as employeeNumber',
  'origin.provider',
  'origin.course_code as courseCode',
  'origin.score',
  'origin.certificate_number as certificateNumber'
] as const;
