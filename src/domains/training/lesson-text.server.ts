/** A lesson's Markdown as safe HTML. Written by colleagues, but shown to others: so it is held to a list of what may be. */
import MarkdownIt from 'markdown-it';
import sanitize from 'sanitize-html';
import { m } from '#messages';

export type Media = {
  id: string;
  mediaType: string;
  title: string;
  transcript: string | null;
  captions: string | null;
};
/** Where a file is fetched. */
export type AddressOf = (file: string) => string;

// The page's own heading is the first.
const headingOfLesson = 2;
const tags = [
  'p',
  'h2',
  'h3',
  'h4',
  'h5',
  'h6',
  'ul',
  'ol',
  'li',
  'blockquote',
  'strong',
  'em',
  's',
  'code',
  'pre',
  'hr',
  'br',
  'a',
  'table',
  'thead',
  'tbody',
  'tr',
  'th',
  'td',
  'figure',
  'figcaption',
  'img',
  'audio',
  'video',
  'track',
  'details',
  'summary'
];

/** HTML of a lesson. A picture or recording is named `![words](media:ID)`; one that the course does not have is left out. */
export function lessonHtml(words: string, media: Media[], language: string, addressOf: AddressOf): string {
  const markdown = new MarkdownIt({ html: false, linkify: false, typographer: false });
  markdown.validateLink = (address) => /^(https:\/\/|mailto:|media:)/i.test(address);
  markdown.renderer.rules.image = (tokens, index) => {
    const token = tokens[index]!;
    const id = String(token.attrGet('src')).replace(/^media:/, '');
    const found = media.find((one) => one.id === id);
    return found ? shown(found, token.content, language, addressOf) : '';
  };
  const lowered = (tag: string) =>
    tag.replace(/^h(\d)$/, (_, level) => `h${Math.min(6, Number(level) + headingOfLesson - 1)}`);
  markdown.core.ruler.push('heading-levels', ({ tokens }) => {
    for (const token of tokens) token.tag = lowered(token.tag);
  });
  return sanitize(markdown.render(words), {
    allowedTags: tags,
    allowedAttributes: {
      a: ['href', 'rel'],
      img: ['src', 'alt', 'loading'],
      audio: ['src', 'controls', 'preload'],
      video: ['src', 'controls', 'preload'],
      track: ['src', 'kind', 'srclang', 'default'],
      th: ['style'],
      td: ['style']
    },
    allowedStyles: { '*': { 'text-align': [/^(left|right|center)$/] } },
    allowedSchemes: ['https', 'mailto'],
    allowProtocolRelative: false,
    transformTags: { a: sanitize.simpleTransform('a', { rel: 'noopener noreferrer' }) }
  });
}

function shown(
  { id, mediaType, title, transcript, captions }: Media,
  words: string,
  language: string,
  addressOf: AddressOf
): string {
  const alt = escaped(words || title);
  if (!mediaType.startsWith('audio/')) return `<img src="${addressOf(id)}" alt="${alt}" loading="lazy">`;
  // A browser shows captions over a video alone; it plays a recording all the same.
  const player = captions
    ? `<video controls preload="none" src="${addressOf(id)}"><track kind="captions" srclang="${language}" src="${addressOf(captions)}" default></video>`
    : `<audio controls preload="none" src="${addressOf(id)}"></audio>`;
  const lines = escaped(transcript ?? '').replaceAll('\n', '<br>');
  return `<figure><figcaption>${alt}</figcaption>${player}<details><summary>${escaped(
    m.training_lesson_transcript()
  )}</summary>${lines}</details></figure>`;
}

function escaped(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}
