import inquirer from 'inquirer';
import { AuthctlError } from '../errors.js';
import type { Prompter } from '../ports/prompter.js';

/**
 * Prompts on standard error, so that standard output stays the result.
 *
 * @param stopped - ends a question that nobody has answered yet.
 */
export function createPrompter(output: NodeJS.WritableStream, stopped: AbortSignal): Prompter {
  const prompt = inquirer.createPromptModule({ output, signal: stopped });
  const ask = async (question: Record<string, unknown>): Promise<string> => {
    try {
      const answers = await prompt([{ ...question, name: 'answer' }] as never);
      return String((answers as { answer: unknown }).answer);
    } catch (cause) {
      const left = cause instanceof Error && /^(?:Exit|Abort)PromptError$/.test(cause.name);
      if (left)
        throw new AuthctlError('INTERRUPTED', 'interrupted: the question was not answered', { cause });
      throw cause;
    }
  };
  return {
    text: (message, initial) => ask({ type: 'input', message, default: initial }),
    secret: (message) => ask({ type: 'password', message, mask: '*' }),
  };
}
