/** Reading a file that the reader opened or dropped. */
import { fill, type Pair } from './messages.ts';

export interface FileReading {
  /** Absent when the file could not be read. */
  readonly text?: string;
  /** What to tell the reader. */
  readonly said: Pair;
}

const MEGABYTES = 64;

const messages = {
  read: ['已读入 {name}', '{name} was read'],
  unreadable: ['{name} 读不出来', '{name} could not be read'],
  tooBig: ['文件超过 {limit} MB，没有读入', 'The file is over {limit} MB and was not read'],
} satisfies Record<string, Pair>;

export async function readFile(file: File): Promise<FileReading> {
  const { name } = file;
  if (file.size > MEGABYTES * 1024 * 1024) {
    return { said: fill(messages.tooBig, { limit: MEGABYTES }) };
  }
  try {
    return { text: await file.text(), said: fill(messages.read, { name }) };
  } catch {
    return { said: fill(messages.unreadable, { name }) };
  }
}
