/** A platform that a binary is built for: what is taken from the npm registry for it, and what its file is called. */
export interface Target {
  /** `linux-x64`, or `linux-x64-musl` for a Linux with that C library. */
  readonly name: string;
  readonly runtime: RegistryPackage;
  /** The native library for the keyring; its integrity is in package-lock.json. */
  readonly keyring: string;
  readonly file: string;
}

/** A package of one version, and what it must be, byte by byte (Subresource Integrity). */
export interface RegistryPackage {
  readonly name: string;
  readonly version: string;
  readonly integrity: string;
}

/** Bun, which runs the program in the binary. */
export const RUNTIME_VERSION = '1.4.5';

const target = (name: string, runtime: string, keyring: string, integrity: string): Target => ({
  name,
  runtime: { name: `@oven/bun-${runtime}`, version: RUNTIME_VERSION, integrity: `sha512-${integrity}` },
  keyring: `@napi-rs/keyring-${keyring}`,
  file: `authctl-${name}${name.startsWith('windows') ? '.exe' : ''}`,
});

export const targets: readonly Target[] = [
  target(
    'linux-x64',
    'linux-x64',
    'linux-x64-gnu',
    'IWX9BELoGHAUtMonkeSaNaZwXzRk+oDw6Mk+HBFXd3KHYIBNBsIGRupMZPcgNoDbJpLu6gAJjIoIVPZtt1aJ1g==',
  ),
  target(
    'linux-arm64',
    'linux-aarch64',
    'linux-arm64-gnu',
    '4BXmsSKnjOrlGWqZV4x/oWa7AVoR+B6lCXddMzOAXBIm3t50eslg9wb66gmtW1AamEQ1l1CDvmmruysEhqOWMg==',
  ),
  target(
    'linux-x64-musl',
    'linux-x64-musl',
    'linux-x64-musl',
    '10QoW/YfTgnURaGEaHpJCiXjLI2e5iTtfVDaA5JKcyUzaa1cq6cVUY9/Uq5XkYzvtRjHLRe9Oj/lTDIQcxy8HQ==',
  ),
  target(
    'linux-arm64-musl',
    'linux-aarch64-musl',
    'linux-arm64-musl',
    'XCNc+WvvMAdNNb+OWTogpy+N9wm62fkVeEVLb6how0RZhW5LPi6c7BlkeVCuWps7XjEl2saFpHFa20/1E+PAHg==',
  ),
  target(
    'macos-x64',
    'darwin-x64',
    'darwin-x64',
    'qkLPMGHZM9NI6CeHTWwVezzmlo6cC4Ta7yUAjYIWXS366qQcOlcp75t2uZyiuVRBMPS0h9qE0tCcvCHGaFqjJg==',
  ),
  target(
    'macos-arm64',
    'darwin-aarch64',
    'darwin-arm64',
    '4MIFXHmctH2EhAxLXm2/qxNtv17dFtLJylvaOCsrgq6KSqHTs6eW5YSrJjRbJxYUJaR901fsN8JfZOa+CsWpWQ==',
  ),
  target(
    'windows-x64',
    'windows-x64',
    'win32-x64-msvc',
    'FNvply651vcE/GHgNWz6mZvhmkwBuu8Hw54oNzA+CQog+HW+542rXQmZqNHRkFxazD9L3xi+iTtvO3engAgJfw==',
  ),
];

/** What this machine runs; undefined where no binary is built for it. */
export function targetHere(): Target | undefined {
  const platform = { linux: 'linux', darwin: 'macos', win32: 'windows' }[process.platform as string];
  const { header } = process.report.getReport() as { header: { glibcVersionRuntime?: string } };
  const libc = platform === 'linux' && header.glibcVersionRuntime === undefined ? '-musl' : '';
  return targets.find(({ name }) => name === `${platform}-${process.arch}${libc}`);
}
