import inquirer from 'inquirer';
import { AuthctlError } from '../errors.js';
import type { Prompter } from '../ports/prompter.js';

/** Prompts on standard error, so that standard output stays the result. */
export function createPrompter(output: NodeJS.WritableStream): Prompter {
  const ask = async (question: Record<string, unknown>): Promise<string> => {
    const prompt = inquirer.createPromptModule({ output });
    try {
      const answers = await prompt([{ ...question, name: 'answer' }] as never);
      return String((answers as { answer: unknown }).answer);
    } catch (cause) {
      throw new AuthctlError('INTERRUPTED', 'nothing was answered', { cause });
    }
  };
  return {
    text: (message, initial) => ask({ type: 'input', message, default: initial }),
    secret: (message) => ask({ type: 'password', message, mask: '*' }),
  };
}
