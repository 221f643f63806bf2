/** Time zones as people spell them: by city or country, with and without accents, by older names and abbreviations. */

/** The runtime still lists some cities under the spelling of long ago. */
const RENAMED: ReadonlyMap<string, string> = new Map(
  Object.entries({
    'America/Godthab': 'America/Nuuk',
    'America/Indianapolis': 'America/Indiana/Indianapolis',
    'Africa/Asmera': 'Africa/Asmara',
    'Asia/Calcutta': 'Asia/Kolkata',
    'Asia/Katmandu': 'Asia/Kathmandu',
    'Asia/Rangoon': 'Asia/Yangon',
    'Asia/Saigon': 'Asia/Ho_Chi_Minh',
    'Atlantic/Faeroe': 'Atlantic/Faroe',
    'Europe/Kiev': 'Europe/Kyiv',
  }),
);

const ZONES: readonly string[] = [
  ...new Set([...Intl.supportedValuesOf('timeZone').map((zone) => RENAMED.get(zone) ?? zone), 'UTC']),
].sort();

/** What people call a zone that has another name: cities without one of their own, countries with one zone or one that most live in, abbreviations that mean one place. */
const CALLED: ReadonlyMap<string, string> = new Map(
  Object.entries({
    'Africa/Abidjan': "ivory coast, cote d'ivoire",
    'Africa/Accra': 'ghana',
    'Africa/Addis_Ababa': 'ethiopia',
    'Africa/Algiers': 'algeria',
    'Africa/Asmara': 'eritrea',
    'Africa/Bamako': 'mali',
    'Africa/Bangui': 'central african republic',
    'Africa/Banjul': 'gambia',
    'Africa/Bissau': 'guinea bissau',
    'Africa/Blantyre': 'malawi',
    'Africa/Bujumbura': 'burundi',
    'Africa/Cairo': 'egypt',
    'Africa/Casablanca': 'morocco',
    'Africa/Conakry': 'guinea',
    'Africa/Dakar': 'senegal',
    'Africa/Dar_es_Salaam': 'tanzania',
    'Africa/Douala': 'cameroon',
    'Africa/Freetown': 'sierra leone',
    'Africa/Gaborone': 'botswana',
    'Africa/Harare': 'zimbabwe',
    'Africa/Johannesburg': 'cape town, durban, pretoria, south africa, sast',
    'Africa/Juba': 'south sudan',
    'Africa/Kampala': 'uganda',
    'Africa/Khartoum': 'sudan',
    'Africa/Kigali': 'rwanda',
    'Africa/Lagos': 'abuja, nigeria',
    'Africa/Libreville': 'gabon',
    'Africa/Lome': 'togo',
    'Africa/Luanda': 'angola',
    'Africa/Lusaka': 'zambia',
    'Africa/Malabo': 'equatorial guinea',
    'Africa/Maputo': 'mozambique',
    'Africa/Maseru': 'lesotho',
    'Africa/Mbabane': 'eswatini, swaziland',
    'Africa/Mogadishu': 'somalia',
    'Africa/Monrovia': 'liberia',
    'Africa/Nairobi': 'kenya',
    'Africa/Ndjamena': 'chad',
    'Africa/Niamey': 'niger',
    'Africa/Nouakchott': 'mauritania',
    'Africa/Ouagadougou': 'burkina faso',
    'Africa/Porto-Novo': 'benin',
    'Africa/Tripoli': 'libya',
    'Africa/Tunis': 'tunisia',
    'Africa/Windhoek': 'namibia',
    'America/Argentina/Buenos_Aires': 'argentina',
    'America/Asuncion': 'paraguay',
    'America/Bogota': 'colombia, medellin',
    'America/Caracas': 'venezuela',
    'America/Chicago': 'austin, dallas, houston, minneapolis, us central, central time, cst, cdt',
    'America/Denver': 'us mountain, mountain time, mst, mdt, salt lake city',
    'America/Guayaquil': 'ecuador, quito',
    'America/Havana': 'cuba',
    'America/La_Paz': 'bolivia',
    'America/Lima': 'peru',
    'America/Los_Angeles': 'san francisco, seattle, portland, san diego, us pacific, pacific time, pst, pdt',
    'America/Managua': 'nicaragua',
    'America/Mexico_City': 'guadalajara, mexico',
    'America/Montevideo': 'uruguay',
    'America/Nassau': 'bahamas',
    'America/New_York': 'boston, miami, atlanta, washington, philadelphia, us eastern, eastern time, est, edt',
    'America/Nuuk': 'greenland, godthab',
    'America/Paramaribo': 'suriname',
    'America/Port-au-Prince': 'haiti',
    'America/Port_of_Spain': 'trinidad and tobago, trinidad',
    'America/Santiago': 'chile',
    'America/Santo_Domingo': 'dominican republic',
    'America/Sao_Paulo': 'rio de janeiro, brasilia, brazil',
    'America/St_Johns': "st john's, newfoundland",
    'America/Tegucigalpa': 'honduras',
    'America/Toronto': 'montreal, ottawa',
    'Asia/Aden': 'yemen',
    'Asia/Amman': 'jordan',
    'Asia/Ashgabat': 'turkmenistan',
    'Asia/Baghdad': 'iraq',
    'Asia/Baku': 'azerbaijan',
    'Asia/Bangkok': 'thailand',
    'Asia/Beirut': 'lebanon',
    'Asia/Bishkek': 'kyrgyzstan',
    'Asia/Colombo': 'sri lanka',
    'Asia/Damascus': 'syria',
    'Asia/Dhaka': 'bangladesh',
    'Asia/Dili': 'timor leste, east timor',
    'Asia/Dubai': 'abu dhabi, emirates, uae, united arab emirates',
    'Asia/Dushanbe': 'tajikistan',
    'Asia/Ho_Chi_Minh': 'saigon, vietnam',
    'Asia/Jerusalem': 'tel aviv, israel',
    'Asia/Kabul': 'afghanistan',
    'Asia/Karachi': 'pakistan, lahore, islamabad',
    'Asia/Kathmandu': 'nepal',
    'Asia/Kolkata': 'india, mumbai, bombay, delhi, new delhi, bangalore, bengaluru, chennai, hyderabad, pune, calcutta',
    'Asia/Kuala_Lumpur': 'malaysia',
    'Asia/Manila': 'philippines',
    'Asia/Muscat': 'oman',
    'Asia/Nicosia': 'cyprus',
    'Asia/Phnom_Penh': 'cambodia',
    'Asia/Pyongyang': 'north korea',
    'Asia/Riyadh': 'saudi arabia',
    'Asia/Seoul': 'korea, south korea',
    'Asia/Shanghai': 'china, beijing, peking, shenzhen, guangzhou, hangzhou',
    'Asia/Taipei': 'taiwan',
    'Asia/Tashkent': 'uzbekistan',
    'Asia/Tehran': 'iran',
    'Asia/Thimphu': 'bhutan',
    'Asia/Tokyo': 'japan, osaka, kyoto, jst',
    'Asia/Vientiane': 'laos',
    'Asia/Yangon': 'rangoon, myanmar, burma',
    'Asia/Yerevan': 'armenia',
    'Atlantic/Reykjavik': 'iceland',
    'Australia/Sydney': 'canberra, aest, aedt',
    'Europe/Amsterdam': 'netherlands, rotterdam, the hague',
    'Europe/Athens': 'greece',
    'Europe/Belgrade': 'serbia',
    'Europe/Berlin': 'germany, munich, munchen, hamburg, cologne, koln, frankfurt, stuttgart, cet, cest',
    'Europe/Bratislava': 'slovakia',
    'Europe/Brussels': 'belgium',
    'Europe/Bucharest': 'romania',
    'Europe/Budapest': 'hungary',
    'Europe/Chisinau': 'moldova',
    'Europe/Copenhagen': 'denmark, kobenhavn',
    'Europe/Dublin': 'ireland',
    'Europe/Helsinki': 'finland',
    'Europe/Istanbul': 'turkey, turkiye, ankara',
    'Europe/Kyiv': 'kiev, ukraine',
    'Europe/Lisbon': 'lisboa, porto, portugal',
    'Europe/Ljubljana': 'slovenia',
    'Europe/London': 'england, scotland, wales, uk, united kingdom, edinburgh, manchester, bst',
    'Europe/Madrid': 'barcelona, valencia, spain',
    'Europe/Minsk': 'belarus',
    'Europe/Moscow': 'saint petersburg, st petersburg',
    'Europe/Oslo': 'norway',
    'Europe/Paris': 'france, lyon, toulouse',
    'Europe/Podgorica': 'montenegro',
    'Europe/Prague': 'praha, czechia, brno',
    'Europe/Riga': 'latvia',
    'Europe/Rome': 'roma, italy, milan, milano',
    'Europe/Sarajevo': 'bosnia, bosnia and herzegovina',
    'Europe/Skopje': 'north macedonia, macedonia',
    'Europe/Sofia': 'bulgaria',
    'Europe/Stockholm': 'sweden, gothenburg, goteborg',
    'Europe/Tallinn': 'estonia',
    'Europe/Tirane': 'albania, tirana',
    'Europe/Vaduz': 'liechtenstein',
    'Europe/Vienna': 'wien, austria',
    'Europe/Vilnius': 'lithuania',
    'Europe/Warsaw': 'warszawa, poland, krakow, gdansk',
    'Europe/Zagreb': 'croatia',
    'Europe/Zurich': 'switzerland, geneva, geneve, basel, bern',
    'Indian/Antananarivo': 'madagascar',
    'Indian/Mahe': 'seychelles',
    'Pacific/Apia': 'samoa',
    'Pacific/Auckland': 'new zealand, wellington',
    'Pacific/Efate': 'vanuatu',
    'Pacific/Guadalcanal': 'solomon islands',
    'Pacific/Tongatapu': 'tonga',
    UTC: 'gmt, zulu',
  }).flatMap(([zone, names]) => names.split(', ').map((name): [string, string] => [name, zone])),
);

/** Without accents, capitals, and the signs between words: `São_Paulo` and `sao paulo` are one. */
function plainName(typed: string): string {
  return typed
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    .replace(/[łŁ]/g, 'l')
    .replace(/[øØ]/g, 'o')
    .replace(/ß/g, 'ss')
    .toLowerCase()
    .replace(/[\s_.,-]+/g, ' ')
    .replace(/[’‘]/g, "'")
    .trim();
}

const NAMED = ZONES.map((zone) => ({
  zone,
  whole: plainName(zone),
  city: plainName(zone.slice(zone.lastIndexOf('/') + 1)),
}));

/** The one zone that somebody means: by its whole name, by a city or a country that is clear, or by a name of long ago. */
export function findZone(typed: string): string | undefined {
  const wanted = plainName(typed);
  const listed = NAMED.find(({ whole }) => whole === wanted)?.zone;
  if (listed !== undefined) return listed;
  const cities = NAMED.filter(({ city }) => city === wanted);
  if (cities.length === 1) return cities[0]?.zone;
  const called = CALLED.get(wanted);
  if (called !== undefined) return called;
  // Names that are links to others (US/Eastern, Asia/Calcutta) are not listed, but known.
  const name = typed.trim().toLowerCase().replaceAll(' ', '_');
  if (!/^[a-z]+\/[a-z_+\-/0-9]+$/.test(name)) return undefined;
  try {
    const known = new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone;
    return RENAMED.get(known) ?? known;
  } catch {
    return undefined;
  }
}

/** Zones for what somebody has typed so far: "new york", "berl", "asia/k", "münch". City matches come first; before anything is typed, their own. */
export function suggestZones(
  typed: string,
  now: Temporal.Instant,
  own: readonly string[] = [],
): { label: string; value: string }[] {
  const wanted = plainName(typed);
  if (wanted === '') return usualZones(own).map((zone) => labelled(zone, now));
  const called = [...CALLED.keys()].filter((name) => name.startsWith(wanted));
  const exact = CALLED.get(wanted);
  const ranked = [
    ...(exact === undefined ? [] : [exact]),
    ...NAMED.filter(({ city }) => city.startsWith(wanted)).map(({ zone }) => zone),
    // An abbreviation is that alone: what only begins like it would be a guess.
    ...called.filter((name) => name.length > 4 || name === wanted).map((name) => CALLED.get(name) ?? 'UTC'),
    ...(wanted.length < 4 && CALLED.has(wanted)
      ? []
      : NAMED.filter(({ city, whole }) => city.includes(wanted) || whole.includes(wanted)).map(({ zone }) => zone)),
  ];
  return [...new Set(ranked)].slice(0, 25).map((zone) => labelled(zone, now));
}

/** As many as a list to pick from holds. */
const MOST_USUAL = 25;

function usualZones(own: readonly string[]): string[] {
  return [...new Set([...own, ...COMMON])].slice(0, MOST_USUAL);
}

/** One of each offset that many people live by, from west to east. */
const COMMON = [
  'UTC',
  'America/Los_Angeles',
  'America/Denver',
  'America/Chicago',
  'America/New_York',
  'America/Bogota',
  'America/Sao_Paulo',
  'Europe/London',
  'Europe/Berlin',
  'Europe/Paris',
  'Europe/Warsaw',
  'Europe/Kyiv',
  'Europe/Istanbul',
  'Africa/Lagos',
  'Africa/Johannesburg',
  'Africa/Nairobi',
  'Asia/Dubai',
  'Asia/Karachi',
  'Asia/Kolkata',
  'Asia/Dhaka',
  'Asia/Singapore',
  'Asia/Shanghai',
  'Asia/Tokyo',
  'Australia/Sydney',
];

function labelled(zone: string, now: Temporal.Instant): { label: string; value: string } {
  return { label: `${zone.replaceAll('_', ' ')} (UTC${now.toZonedDateTimeISO(zone).offset})`, value: zone };
}
