import { PICTURE_LINE } from '../../chat/markdown.ts';
import type { SessionDraft } from '../draft.ts';
import type { Fault } from '../faults.ts';
import { explainMarkdown } from '../markdown.ts';
import type { SessionFile } from '../schema.ts';
import { lintTexts } from './texts.ts';

/** The session's number in the course that this one continues is 48 more: session 1 is Session 49. */
const SOURCE_OFFSET = 48;

/** One session: its numbers, its agenda's length, its materials and the mark-up of its texts. */
export function lintSession({ folder, number, session, materials, pictures }: SessionDraft): Fault[] {
  const texts = [
    ...lintPictures(folder, materials, pictures),
    ...[...materials].flatMap(([path, text]) =>
      explainMarkdown(text, 'material').map((message) => ({ file: `${folder}/${path}`, path: '', message })),
    ),
  ];
  if (session === undefined) return texts;
  const file = `${folder}/session.yaml`;
  return [
    ...lintNumbers(file, number, session),
    ...lintAgenda(file, session),
    ...lintMaterials(file, folder, session, materials),
    ...lintTexts(file, session),
    ...texts,
  ];
}

/** Every picture that a material shows is there, says what it shows, and no other is. */
function lintPictures(
  folder: string,
  materials: SessionDraft['materials'],
  pictures: SessionDraft['pictures'],
): Fault[] {
  const shown = [...materials].flatMap(([path, text]) =>
    text.split('\n').flatMap((line) => {
      const [, alt = '', name] = PICTURE_LINE.exec(line) ?? [];
      return name === undefined ? [] : [{ file: `${folder}/${path}`, alt, name }];
    }),
  );
  const wrong = shown.flatMap(({ file, alt, name }) => [
    ...(pictures.has(name) ? [] : [{ file, path: '', message: `shows ${name}, which is not in ${folder}/materials` }]),
    ...(alt.length < 40
      ? [{ file, path: '', message: `shows ${name} without saying what is to be seen: write a sentence` }]
      : []),
  ]);
  const unseen = [...pictures.keys()]
    .filter((name) => !shown.some((one) => one.name === name))
    .map((name) => ({
      file: `${folder}/materials/${name}`,
      path: '',
      message: 'is shown nowhere: show it, or delete it',
    }));
  return [...wrong, ...unseen];
}

function lintNumbers(file: string, folderNumber: number, session: SessionFile): Fault[] {
  const faults: Fault[] = [];
  const { number, source, title } = session;
  if (number !== folderNumber) {
    faults.push({ file, path: 'number', message: `is ${number}: write ${folderNumber}, as the folder says` });
  }
  const due = folderNumber + SOURCE_OFFSET;
  if (source !== due) faults.push({ file, path: 'source', message: `is ${source}: write ${due}` });
  if (!new RegExp(`\\bSession ${due}\\b`).test(title)) {
    faults.push({ file, path: 'title', message: `does not say which one it is: write "Session ${due}: …"` });
  }
  return faults;
}

function lintAgenda(file: string, { agenda, minutes }: SessionFile): Fault[] {
  if (agenda.length === 0) return [];
  const sum = agenda.reduce((total, step) => total + step.minutes, 0);
  if (sum === minutes) return [];
  return [{ file, path: 'minutes', message: `is ${minutes}, but the agenda takes ${sum}: write the same` }];
}

function lintMaterials(
  file: string,
  folder: string,
  session: SessionFile,
  found: ReadonlyMap<string, string>,
): Fault[] {
  const listed = session.materials.map((material) => material.file);
  const missing = listed.flatMap((path, index) => {
    const at = `materials[${index}].file`;
    if (listed.indexOf(path) < index) return [{ file, path: at, message: `${path} is there twice: write it once` }];
    return found.has(path) ? [] : [{ file, path: at, message: `there is no ${folder}/${path}: write that file` }];
  });
  const orphans = [...found.keys()].flatMap((path) => {
    if (listed.includes(path)) return [];
    const message = 'is listed nowhere: write it in the materials of session.yaml, or delete it';
    return [{ file: `${folder}/${path}`, path: '', message }];
  });
  return [...missing, ...orphans];
}
