/** The certificate on paper: one landscape page with the address where anybody can check it. */
import { formatDay, formatNumber } from '#platform/languages/format.ts';
import { qrPicture, renderPdf } from '#platform/pdf/index.server.ts';
import { m } from '#messages';
import { certificateRoleWords, type CertificateRole } from './certificate.ts';
import type { Language } from './rubric.ts';

export type PrintedCertificate = {
  holder: string;
  issuer: string;
  organisation: string;
  role: CertificateRole;
  issuedOn: string;
  expiresOn: string;
  trainingHours: string;
  /** The full address of the page that says whether it is valid today. */
  address: string;
};

/** A PDF in the language of the reader. */
export function certificatePaper(certificate: PrintedCertificate, language: Language): Buffer {
  const child = certificate.role === 'child-safeguarding';
  const data = {
    heading: m.competence_pdf_heading(),
    awarded: m.competence_pdf_awarded(),
    holder: certificate.holder,
    statement: child ? m.competence_pdf_statement_child() : m.competence_pdf_statement(),
    role: certificateRoleWords[certificate.role](),
    valid: m.competence_pdf_valid({
      from: formatDay(certificate.issuedOn),
      until: formatDay(certificate.expiresOn)
    }),
    hours: m.competence_certificate_hours({ hours: formatNumber(Number(certificate.trainingHours)) }),
    organisation: certificate.organisation,
    issuer: m.competence_certificate_issuer({ name: certificate.issuer }),
    signature: m.competence_pdf_signature(),
    check: m.competence_pdf_check(),
    address: certificate.address,
    qr: qrPicture(certificate.address),
    qrWords: m.competence_pdf_qr()
  };
  return renderPdf(paper, { data, language });
}

const paper = `
// The trellis motif: a lattice that fades into the paper at the edge.
#let lattice = pdf.artifact(box(width: 100%, height: 100%, clip: true, {
  for step in range(-20, 60) {
    place(top + left, line(start: (step * 6mm, 0mm), end: (step * 6mm + 90mm, 90mm), stroke: 0.4pt + hairline))
    place(top + left, line(start: (step * 6mm, 90mm), end: (step * 6mm + 90mm, 0mm), stroke: 0.4pt + hairline))
  }
}))
#set document(title: data.heading, author: data.organisation)
#set page(
  paper: "a4", flipped: true, margin: (x: 30mm, top: 31mm, bottom: 29mm), fill: rgb("#fffdf9"),
  background: {
    place(top, box(width: 100%, height: 12mm, clip: true, lattice))
    place(bottom, box(width: 100%, height: 12mm, clip: true, lattice))
    place(center + horizon, rect(width: 100% - 24mm, height: 100% - 36mm, stroke: 0.8pt + leaf, radius: 3mm))
    place(center + horizon, rect(width: 100% - 28mm, height: 100% - 40mm, stroke: 0.3pt + leaf, radius: 2mm))
  },
)
#set text(size: 13pt, fill: rgb("#242a22"))
#show heading: it => text(size: 30pt, weight: 700, fill: leaf, it.body)
#set par(leading: 0.8em)

#align(center)[
  #text(size: 13pt, fill: soft, data.organisation)
  #v(1mm)
  #heading(level: 1, data.heading)
  #v(5mm)
  #text(fill: soft, data.awarded)
  #v(1mm)
  #text(size: 26pt, weight: 700, data.holder)
  #v(1mm)
  #line(length: 60%, stroke: 0.5pt + clay)
  #v(1mm)
  #data.statement
  #v(0.5mm)
  #text(size: 19pt, weight: 700, fill: clay, data.role)
  #v(3mm)
  #data.valid \\
  #text(size: 11pt, fill: soft, data.hours)
]
#v(1fr)
#grid(
  columns: (1fr, auto), align: (start + bottom, end + bottom), column-gutter: 12mm,
  [
    #box(width: 70mm, line(length: 100%, stroke: 0.5pt + soft)) \\
    #text(size: 10pt, fill: soft, data.signature) \\
    #text(size: 11pt, data.issuer)
  ],
  grid(
    columns: (auto, auto), column-gutter: 5mm, align: (end + bottom, end + bottom),
    box(width: 72mm)[
      #set par(leading: 0.5em)
      #text(size: 10pt, fill: soft, data.check) \\
      #text(size: 9pt, dir: ltr, data.address)
    ],
    image(bytes(data.qr), format: "svg", width: 26mm, alt: data.qrWords),
  ),
)
`;
