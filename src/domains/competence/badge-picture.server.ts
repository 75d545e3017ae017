/** The picture of a badge: drawn as paper is, so that every language has its letters, and as outlines, so that no font is needed. */
import { m } from '#messages';
import { inLanguage } from '#platform/languages/speak.server.ts';
import { pngOf, renderSvg } from '#platform/pdf/index.server.ts';
import { certificateRoleWords, type CertificateRole } from './certificate.ts';
import type { Language } from './rubric.ts';

export type Pictured = { role: CertificateRole; organisation: string };

/** An SVG in that language, which must be the one spoken now. */
export function badgeSvg({ role, organisation }: Pictured, language: Language): string {
  const name = certificateRoleWords[role]();
  const drawn = renderSvg(picture, { data: { role: name, organisation }, language });
  const title = escaped(m.competence_badge_picture({ role: name, organisation }));
  return drawn.replace(/<svg\b[^>]*>/, (tag) => `${tag}<title>${title}</title>`);
}

// Wallets show badges at a few hundred pixels, on screens with two or three to the point.
const widthPixels = 720;

export function badgePng(svg: string): Promise<Buffer> {
  return pngOf(svg, widthPixels);
}

// Anybody may ask for these, and there are only so many: a few roles in five languages for each organisation.
const drawnMax = 60;
const drawnPngs = new Map<string, Promise<Buffer>>();
const drawnSvgs = new Map<string, string>();

/** The picture of what a badge is for, without anybody's badge in it. */
export function achievementPng(pictured: Pictured, language: Language): Promise<Buffer> {
  return drawnOnce(drawnPngs, [pictured, language], () => badgePng(achievementSvg(pictured, language)));
}

/** The same as outlines. */
export function achievementSvg(pictured: Pictured, language: Language): string {
  return drawnOnce(drawnSvgs, [pictured, language], () =>
    inLanguage(language, () => badgeSvg(pictured, language))
  );
}

function drawnOnce<Picture>(drawn: Map<string, Picture>, of: unknown, draw: () => Picture): Picture {
  const key = JSON.stringify(of);
  const known = drawn.get(key);
  if (known !== undefined) return known;
  if (drawn.size >= drawnMax) drawn.clear();
  const picture = draw();
  drawn.set(key, picture);
  return picture;
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

const picture = `
#let deep = rgb("#18412c")
#let paper = rgb("#faf7f1")
#let wash = rgb("#e6efe2")
#set page(width: 180pt, height: 180pt, margin: 0pt, fill: none)
#place(center + horizon, circle(radius: 88pt, fill: leaf))
#place(center + horizon, circle(radius: 83.5pt, fill: paper, stroke: 0.8pt + deep))
// The trellis: laths crossing behind the words, and a shoot that climbs them.
#place(center + horizon, box(width: 118pt, height: 118pt, clip: true, radius: 59pt, {
  for step in range(-8, 9) {
    place(center + horizon, rotate(45deg, line(start: (step * 15pt, 0pt), end: (step * 15pt, 180pt), stroke: 1.4pt + wash)))
    place(center + horizon, rotate(-45deg, line(start: (step * 15pt, 0pt), end: (step * 15pt, 180pt), stroke: 1.4pt + wash)))
  }
}))
#let leaflet(x, y, turn) = place(top + left, dx: x, dy: y, rotate(turn, ellipse(width: 13pt, height: 6.5pt, fill: leaf)))
#place(top + left, dx: 0pt, dy: 0pt, curve(
  stroke: (paint: leaf, thickness: 1.8pt, cap: "round"),
  curve.move((90pt, 60pt)), curve.cubic((84pt, 50pt), (97pt, 42pt), (90pt, 30pt)),
))
#leaflet(76pt, 46pt, 35deg)
#leaflet(92pt, 37pt, -35deg)
#leaflet(84pt, 24pt, -65deg)
#place(center + horizon, dy: 1pt, box(width: 138pt, align(center, {
  set par(leading: 0.42em)
  text(size: if data.role.len() > 26 { 13pt } else { 16pt }, weight: 700, fill: deep, data.role)
})))
#place(center + horizon, dy: 30pt, line(length: 54pt, stroke: 1.2pt + clay))
#place(center + top, dy: 124pt, box(width: 112pt, height: 36pt, align(center + top, {
  set par(leading: 0.4em)
  text(size: if data.organisation.len() > 30 { 7.5pt } else { 9pt }, fill: deep, data.organisation)
})))
`;
