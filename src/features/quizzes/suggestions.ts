import type { Suggestion } from '../../chat/event.ts';
import type { Curriculum } from '../../curriculum/schema.ts';
import { itemsWithin } from './choosing.ts';

/** Areas or topics with questions, by their titles. */
export function suggestTitles(typed: string, lens: 'area' | 'topic', curriculum: Curriculum): Suggestion[] {
  const wanted = typed.trim().toLowerCase();
  const entries = [...(lens === 'area' ? curriculum.areas : curriculum.topics).values()];
  return entries
    .filter(({ slug, title }) => slug.startsWith(wanted) || title.toLowerCase().includes(wanted))
    .filter(({ slug }) => itemsWithin(curriculum, { [lens]: slug }).length > 0)
    .map(({ slug, title }) => ({ label: title, value: slug }));
}
