/** Friendly names for people who give none: two words and a number, `Calm Heron 482`. */

// Each language's words go together in any pair, in the order in which the language says them.
const words: Record<string, { first: string[]; second: string[] }> = {
  en: {
    first: [
      'Calm',
      'Kind',
      'Bright',
      'Gentle',
      'Quiet',
      'Brave',
      'Sunny',
      'Warm',
      'Steady',
      'Golden',
      'Silver',
      'Clear',
      'Green',
      'Patient',
      'Hopeful',
      'Curious',
      'Lively',
      'Merry',
      'Soft',
      'Wise',
      'Early',
      'Fresh',
      'Humble',
      'Open'
    ],
    second: [
      'Heron',
      'River',
      'Cedar',
      'Finch',
      'Meadow',
      'Lantern',
      'Otter',
      'Maple',
      'Harbour',
      'Sparrow',
      'Willow',
      'Pebble',
      'Garden',
      'Swallow',
      'Valley',
      'Orchard',
      'Robin',
      'Breeze',
      'Clover',
      'Fern',
      'Island',
      'Morning',
      'Acorn',
      'Path'
    ]
  },
  fr: {
    first: [
      'Héron',
      'Cèdre',
      'Jardin',
      'Renard',
      'Matin',
      'Sentier',
      'Moineau',
      'Olivier',
      'Ruisseau',
      'Tilleul',
      'Rivage',
      'Soleil',
      'Nuage',
      'Vallon',
      'Merle',
      'Bambou',
      'Galet',
      'Pinson',
      'Érable',
      'Lilas',
      'Phare',
      'Verger',
      'Trèfle',
      'Colibri'
    ],
    second: [
      'Calme',
      'Doux',
      'Clair',
      'Joyeux',
      'Serein',
      'Vaillant',
      'Patient',
      'Doré',
      'Tranquille',
      'Léger',
      'Radieux',
      'Curieux',
      'Fidèle',
      'Paisible',
      'Brave',
      'Vert',
      'Argenté',
      'Aimable',
      'Sage',
      'Gai',
      'Humble',
      'Neuf',
      'Libre',
      'Tendre'
    ]
  },
  es: {
    first: [
      'Jilguero',
      'Cedro',
      'Jardín',
      'Arroyo',
      'Sendero',
      'Olivo',
      'Gorrión',
      'Faro',
      'Valle',
      'Roble',
      'Colibrí',
      'Lucero',
      'Trébol',
      'Puerto',
      'Bosque',
      'Prado',
      'Mirlo',
      'Amanecer',
      'Huerto',
      'Delfín',
      'Almendro',
      'Río',
      'Cielo',
      'Canto'
    ],
    second: [
      'Tranquilo',
      'Amable',
      'Claro',
      'Sereno',
      'Valiente',
      'Paciente',
      'Dorado',
      'Suave',
      'Alegre',
      'Curioso',
      'Fiel',
      'Verde',
      'Plateado',
      'Sabio',
      'Ligero',
      'Humilde',
      'Libre',
      'Tierno',
      'Fresco',
      'Luminoso',
      'Cálido',
      'Bueno',
      'Noble',
      'Firme'
    ]
  },
  sw: {
    first: [
      'Twiga',
      'Pundamilia',
      'Njiwa',
      'Tausi',
      'Swala',
      'Kipepeo',
      'Nyota',
      'Alizeti',
      'Asubuhi',
      'Bustani',
      'Bahari',
      'Mbuni',
      'Chemchemi',
      'Upepo',
      'Mwezi',
      'Kisiwa',
      'Ziwa',
      'Mnazi',
      'Mwangaza',
      'Kasuku',
      'Mlima',
      'Mto',
      'Kanga',
      'Jua'
    ],
    second: [
      'Amani',
      'Tumaini',
      'Furaha',
      'Upendo',
      'Imara',
      'Hodari',
      'Safi',
      'Huru',
      'Bora',
      'Subira',
      'Hekima',
      'Fadhili',
      'Faraja',
      'Baraka',
      'Neema',
      'Ukarimu',
      'Utulivu',
      'Umoja',
      'Uhuru',
      'Rehema',
      'Shwari',
      'Salama',
      'Hisani',
      'Raha'
    ]
  },
  ar: {
    first: [
      'نورس',
      'غصن',
      'نهر',
      'قمر',
      'نجم',
      'عصفور',
      'زيتون',
      'بستان',
      'فجر',
      'نسيم',
      'غزال',
      'وادي',
      'ربيع',
      'بلبل',
      'قارب',
      'ياسمين',
      'صباح',
      'شاطئ',
      'فانوس',
      'هدهد',
      'ريحان',
      'جبل',
      'سنديان',
      'غيم'
    ],
    second: [
      'هادئ',
      'لطيف',
      'صبور',
      'شجاع',
      'سعيد',
      'أخضر',
      'ذهبي',
      'فضي',
      'كريم',
      'حكيم',
      'نقي',
      'مشرق',
      'دافئ',
      'جميل',
      'ودود',
      'وفي',
      'حر',
      'نشيط',
      'باسم',
      'رقيق',
      'مبتهج',
      'صاف',
      'أمين',
      'طيب'
    ]
  }
};

/** A pseudonym in the language. `random(n)` gives a whole number from 0 to n − 1. */
export function suggestPseudonym(language: string, random: (below: number) => number): string {
  const { first, second } = words[language] ?? words.en!;
  return `${first[random(first.length)]} ${second[random(second.length)]} ${100 + random(900)}`;
}

export type PseudonymRefusal = 'too-short' | 'too-long' | 'looks-like-contact';

/** A pseudonym one chooses oneself. An address or a telephone number would undo the point of having one. */
export function refusalOfPseudonym(pseudonym: string): PseudonymRefusal | null {
  const length = plainPseudonym(pseudonym).length;
  if (length < 3) return 'too-short';
  if (length > 60) return 'too-long';
  return /@|\d{6}/.test(pseudonym.replace(/[\s().-]/g, '')) ? 'looks-like-contact' : null;
}

/** The form that is compared: capitals, spaces and hyphens make no difference. */
export function plainPseudonym(typed: string): string {
  return typed
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{M}\p{N}]/gu, '');
}
