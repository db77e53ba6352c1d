import { CommanderError } from 'commander';
import { buildProgram } from './runCommandLine';

/** What the program says of the arguments; nothing is run where they are refused. */
function complain(...args: string[]): string {
  const said: string[] = [];
  const output = {
    writeErr: (text: string) => said.push(text),
    writeOut: (text: string) => said.push(text),
  };
  const program = buildProgram({ steps: {} as never, finish: () => {} });
  for (const command of [program, ...program.commands]) {
    command.exitOverride().configureOutput(output);
  }
  expect(() => program.parse(args, { from: 'user' })).toThrow(CommanderError);
  return said.join('');
}

describe('./dev', () => {
  it('tells what there is, and what a command takes', () => {
    expect(complain('help')).toContain('./dev [options] [command]');
    expect(complain('help', 'up')).toContain('--detach');
  });

  it.each([
    [['up', '3100'], /too many arguments for 'up'/],
    [['stats'], /unknown command 'stats'\n\(Did you mean status\?\)/],
    [['up', '--port', 'abc'], /A port is a number from 1 to 61528/],
    [['up', '--nodes', 'missing.yaml'], /missing\.yaml does not exist/],
    [['up', '--hub-models', 'missing'], /missing does not exist/],
    [['up', '--replays', 'missing'], /missing does not exist/],
  ])('refuses %j and says why', (args, sentence) => {
    expect(complain(...args)).toMatch(sentence);
  });
});
