/** What `dist-cli/livenotes.mjs` runs, under whatever name it is installed. */
import { main } from './livenotes.ts';

// A reader that closes the pipe early (`| head`) has what it wanted.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  process.exit(0);
});
// Nor is it one that nobody reads the complaints.
process.stderr.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
});
process.exitCode = main(process.argv.slice(2), {
  env: process.env,
  terminal: process.stdout.isTTY === true,
  print: (text) => void process.stdout.write(text),
  complain: (text) => void process.stderr.write(text),
});
