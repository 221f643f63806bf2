import { describe, expect, it } from 'vitest';
import {
  dateInput,
  momentInput,
  timeInput,
  weekdayNames,
  weekdaysInput,
  zoneInput,
} from '../../../src/features/calendar/inputs.ts';
import { suggestZones } from '../../../src/features/calendar/zones.ts';

const now = Temporal.Instant.from('2026-11-21T12:00:00Z');

/** Countries with one zone, or with one that most people there live in. */
const COUNTRIES = {
  Bulgaria: 'Europe/Sofia',
  Croatia: 'Europe/Zagreb',
  Serbia: 'Europe/Belgrade',
  Slovakia: 'Europe/Bratislava',
  Slovenia: 'Europe/Ljubljana',
  Estonia: 'Europe/Tallinn',
  Latvia: 'Europe/Riga',
  Lithuania: 'Europe/Vilnius',
  Iceland: 'Atlantic/Reykjavik',
  Spain: 'Europe/Madrid',
  Portugal: 'Europe/Lisbon',
  Albania: 'Europe/Tirane',
  Bosnia: 'Europe/Sarajevo',
  'North Macedonia': 'Europe/Skopje',
  Montenegro: 'Europe/Podgorica',
  Moldova: 'Europe/Chisinau',
  Belarus: 'Europe/Minsk',
  Liechtenstein: 'Europe/Vaduz',
  Luxembourg: 'Europe/Luxembourg',
  Malta: 'Europe/Malta',
  Cyprus: 'Asia/Nicosia',
  Armenia: 'Asia/Yerevan',
  Azerbaijan: 'Asia/Baku',
  Thailand: 'Asia/Bangkok',
  Iran: 'Asia/Tehran',
  Iraq: 'Asia/Baghdad',
  'Saudi Arabia': 'Asia/Riyadh',
  Nepal: 'Asia/Kathmandu',
  'Sri Lanka': 'Asia/Colombo',
  Afghanistan: 'Asia/Kabul',
  Bhutan: 'Asia/Thimphu',
  Cambodia: 'Asia/Phnom_Penh',
  Laos: 'Asia/Vientiane',
  Malaysia: 'Asia/Kuala_Lumpur',
  Singapore: 'Asia/Singapore',
  Jordan: 'Asia/Amman',
  Lebanon: 'Asia/Beirut',
  Syria: 'Asia/Damascus',
  Yemen: 'Asia/Aden',
  Oman: 'Asia/Muscat',
  Qatar: 'Asia/Qatar',
  Kuwait: 'Asia/Kuwait',
  Kyrgyzstan: 'Asia/Bishkek',
  Tajikistan: 'Asia/Dushanbe',
  Turkmenistan: 'Asia/Ashgabat',
  Uzbekistan: 'Asia/Tashkent',
  'North Korea': 'Asia/Pyongyang',
  'Timor-Leste': 'Asia/Dili',
  UAE: 'Asia/Dubai',
  Morocco: 'Africa/Casablanca',
  Algeria: 'Africa/Algiers',
  Tunisia: 'Africa/Tunis',
  Libya: 'Africa/Tripoli',
  Ghana: 'Africa/Accra',
  Ethiopia: 'Africa/Addis_Ababa',
  Tanzania: 'Africa/Dar_es_Salaam',
  Uganda: 'Africa/Kampala',
  Senegal: 'Africa/Dakar',
  'Ivory Coast': 'Africa/Abidjan',
  'Côte d’Ivoire': 'Africa/Abidjan',
  Cameroon: 'Africa/Douala',
  Rwanda: 'Africa/Kigali',
  Burundi: 'Africa/Bujumbura',
  Zambia: 'Africa/Lusaka',
  Zimbabwe: 'Africa/Harare',
  Malawi: 'Africa/Blantyre',
  Mozambique: 'Africa/Maputo',
  Angola: 'Africa/Luanda',
  Botswana: 'Africa/Gaborone',
  Namibia: 'Africa/Windhoek',
  Lesotho: 'Africa/Maseru',
  Eswatini: 'Africa/Mbabane',
  Sudan: 'Africa/Khartoum',
  'South Sudan': 'Africa/Juba',
  Somalia: 'Africa/Mogadishu',
  Eritrea: 'Africa/Asmara',
  Madagascar: 'Indian/Antananarivo',
  Seychelles: 'Indian/Mahe',
  Mali: 'Africa/Bamako',
  'Burkina Faso': 'Africa/Ouagadougou',
  Niger: 'Africa/Niamey',
  Chad: 'Africa/Ndjamena',
  Benin: 'Africa/Porto-Novo',
  Togo: 'Africa/Lome',
  Gambia: 'Africa/Banjul',
  Guinea: 'Africa/Conakry',
  'Guinea-Bissau': 'Africa/Bissau',
  'Equatorial Guinea': 'Africa/Malabo',
  'Central African Republic': 'Africa/Bangui',
  Liberia: 'Africa/Monrovia',
  'Sierra Leone': 'Africa/Freetown',
  Gabon: 'Africa/Libreville',
  Mauritania: 'Africa/Nouakchott',
  Venezuela: 'America/Caracas',
  Uruguay: 'America/Montevideo',
  Paraguay: 'America/Asuncion',
  Bolivia: 'America/La_Paz',
  Ecuador: 'America/Guayaquil',
  Suriname: 'America/Paramaribo',
  'Costa Rica': 'America/Costa_Rica',
  Honduras: 'America/Tegucigalpa',
  Nicaragua: 'America/Managua',
  Cuba: 'America/Havana',
  Haiti: 'America/Port-au-Prince',
  'Dominican Republic': 'America/Santo_Domingo',
  'Trinidad and Tobago': 'America/Port_of_Spain',
  Bahamas: 'America/Nassau',
  Samoa: 'Pacific/Apia',
  Tonga: 'Pacific/Tongatapu',
  Vanuatu: 'Pacific/Efate',
  'Solomon Islands': 'Pacific/Guadalcanal',
};

describe('what organisers type', () => {
  it('reads weekdays as people write them', () => {
    for (const typed of ['Tue, Thu', 'tue thu', 'Thursdays and Tuesdays', 'THU/TUE', 'tu th']) {
      expect(weekdaysInput.parse(typed)).toEqual([2, 4]);
    }
    expect(weekdayNames([2, 4])).toBe('Tue, Thu');
    const ranges = {
      'Mon to Fri': '12345',
      'mo–we': '123',
      'Fri-Mon': '1567',
      'Sat through Sun': '67',
      'Mon, Wed-Fri': '1345',
    };
    const signs = ['‐', '‑', '‒', '–', '—', '―', '−', '-', '－', '~', '～', '→', '..', '...', '…'];
    for (const sign of signs) {
      expect(weekdaysInput.parse(`Mon${sign}Fri`), sign).toEqual([1, 2, 3, 4, 5]);
      expect(weekdaysInput.parse(`Mon. ${sign} Fri.`), sign).toEqual([1, 2, 3, 4, 5]);
    }
    // What may stand between days alone; the letters of a wide keyboard are letters.
    for (const typed of [
      'Tue. Thu.',
      'Tue; Thu',
      'Tue & Thu',
      'Tue+Thu',
      'Tue，Thu',
      'Ｔｕｅ Ｔｈｕ',
      'Tue\u00a0Thu',
    ]) {
      expect(weekdaysInput.parse(typed), typed).toEqual([2, 4]);
    }
    // A sign that nobody knows may have meant a range: it is not dropped.
    for (const typed of [
      'Mon > Fri',
      'Mon = Fri',
      'Mon ⇒ Fri',
      'Mon | Fri',
      'Mon * Fri',
      'Mon 👉 Fri',
      'Mon . Fri',
      '!Mon',
    ]) {
      expect(weekdaysInput.safeParse(typed).success, typed).toBe(false);
    }
    const words = { weekdays: '12345', 'every day': '1234567', weekend: '67', 'every Tuesday': '2' };
    for (const [typed, days] of Object.entries({ ...ranges, ...words })) {
      expect(weekdaysInput.parse(typed).join(''), typed).toBe(days);
    }
    for (const typed of ['all but Sunday', 'Mon-X', 'T Th', '2, 4', 'dienstags', 'Mon -']) {
      expect(weekdaysInput.safeParse(typed).success, typed).toBe(false);
    }
    for (const typed of ['', 'someday', 'Tue, X', 't']) expect(weekdaysInput.safeParse(typed).success).toBe(false);
  });

  it('reads times of day, and refuses what is none', () => {
    const read = (typed: string) => timeInput.parse(typed).toString({ smallestUnit: 'minute' });
    expect([
      read('18:00'),
      read('9:05'),
      read('6pm'),
      read('12am'),
      read('12:30 pm'),
      read('18.30'),
      read('18h00'),
    ]).toEqual(['18:00', '09:05', '18:00', '00:00', '12:30', '18:30', '18:00']);
    for (const typed of ['', '25:00', '18', '18:60', '13pm', '0am', 'noon'])
      expect(timeInput.safeParse(typed).success).toBe(false);
  });

  it('reads dates, and dates with a time', () => {
    expect(dateInput.parse(' 2026-11-24 ').toString()).toBe('2026-11-24');
    for (const typed of [
      '24.11.2026',
      '24 Nov 2026',
      'November 24, 2026',
      '24th nov. 2026',
      '24/11/2026',
      '11/24/2026',
    ]) {
      expect(dateInput.parse(typed).toString(), typed).toBe('2026-11-24');
    }
    // Two dates in one, or a time that would be dropped, is none.
    for (const typed of ['', '11/12/2026', '2026-02-30', '30 Feb 2026', 'tomorrow', '2026-11-24 18:00', 'Nov 2026'])
      expect(dateInput.safeParse(typed).success).toBe(false);
    expect(momentInput.parse('2026-11-24 19:00').time?.toString()).toBe('19:00:00');
    expect(momentInput.parse('2026-11-24').time).toBeUndefined();
    for (const typed of [
      '2026-12-15 7 pm',
      '2026-12-15, 7:00 PM',
      '2026-12-15\u00a019:00',
      '2026-12-15T19:00',
      '15.12.2026 19.00',
      'Dec 15, 2026 at 19:00',
    ]) {
      const { date, time } = momentInput.parse(typed);
      expect(`${date} ${time}`, typed).toBe('2026-12-15 19:00:00');
    }
    for (const typed of ['2026-11-24 x', '2026-11-24 19:00 CET', 'x'])
      expect(momentInput.safeParse(typed).success).toBe(false);
  });

  it('finds zones by city, in today’s spelling', () => {
    expect(suggestZones('new york', now)[0]).toEqual({
      label: 'America/New York (UTC-05:00)',
      value: 'America/New_York',
    });
    expect(suggestZones('kolkata', now).map(({ value }) => value)).toEqual(['Asia/Kolkata']);
    expect(suggestZones('kyiv', now)[0]?.value).toBe('Europe/Kyiv');
    const spelt = {
      'Europe/Zurich': ['Zürich', 'zurich', 'Genève', 'Switzerland'],
      'America/Sao_Paulo': ['São Paulo', 'sao paulo', 'Brazil'],
      'Europe/Kyiv': ['Kiev', 'Europe/Kiev', 'Ukraine'],
      'Asia/Kolkata': ['Calcutta', 'Mumbai', 'india', 'Asia/Calcutta'],
      'America/Nuuk': ['Nuuk', 'Godthab', 'America/Godthab'],
      'America/St_Johns': ["St. John's", 'st johns'],
      'America/New_York': ['new york', 'EST', 'US/Eastern', 'Boston'],
      'Atlantic/Faroe': ['Faroe', 'Atlantic/Faeroe'],
      'Asia/Shanghai': ['Beijing'],
    };
    for (const [zone, names] of Object.entries(spelt)) {
      for (const name of names) {
        expect(zoneInput.parse(name), name).toBe(zone);
        if (!name.includes('/')) expect(suggestZones(name, now)[0]?.value, name).toBe(zone);
      }
    }
    for (const name of ['Springfield', 'IST', 'GMT+2', '']) expect(zoneInput.safeParse(name).success).toBe(false);
    // Every zone that is offered is found by its city, too, unless two cities are called alike.
    for (const { value } of suggestZones('e', now)) expect(zoneInput.parse(value.toUpperCase())).toBe(value);
    expect(suggestZones('', now).length).toBeGreaterThan(5);
    expect(suggestZones('', now).length).toBeLessThanOrEqual(25);
    expect(suggestZones('qqq', now)).toEqual([]);
    for (const { value } of suggestZones('a', now)) expect(zoneInput.parse(value)).toBe(value);
  });

  it.each(Object.entries(COUNTRIES))('knows the zone of %s', (country, zone) => {
    expect(zoneInput.parse(country)).toBe(zone);
    expect(suggestZones(country, now).map(({ value }) => value)).toContain(zone);
    expect(now.toZonedDateTimeISO(zone).timeZoneId).toBe(zone);
  });

  it('takes any zone that exists and no other', () => {
    expect(zoneInput.parse('europe/berlin')).toBe('Europe/Berlin');
    expect(zoneInput.parse('America/New York')).toBe('America/New_York');
    expect(zoneInput.parse('asia/calcutta')).toBe('Asia/Kolkata');
    expect(zoneInput.parse('UTC')).toBe('UTC');
    for (const typed of ['', 'Springfield', 'Mars/Base', '+02:00', 'x/../y'])
      expect(zoneInput.safeParse(typed).success).toBe(false);
  });
});
