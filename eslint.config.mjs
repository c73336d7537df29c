// The lint gate: strict, type-aware rules; floating promises and any warning fail it.
import js from '@eslint/js';
import { defineConfig } from 'eslint/config';
import globals from 'globals';
import tseslint from 'typescript-eslint';

/** Files that a browser runs as they are; their types are in comments. */
const PAGE = 'src/admin/page/*.js';

export default defineConfig(
  { ignores: ['dist/'] },
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },
  js.configs.recommended,
  {
    files: ['**/*.ts', PAGE],
    extends: [tseslint.configs.strictTypeChecked, tseslint.configs.stylisticTypeChecked],
    // Named: the project service takes longer, because it gets ready for edits.
    languageOptions: {
      parserOptions: {
        project: ['tsconfig.json', 'src/admin/page/tsconfig.json'],
        tsconfigRootDir: import.meta.dirname,
      },
    },
    rules: {
      '@typescript-eslint/no-floating-promises': [
        'error',
        // The test runner keeps what describe() and it() return.
        {
          allowForKnownSafeCalls: [
            { from: 'package', name: ['describe', 'it', 'test'], package: 'node:test' },
          ],
        },
      ],
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      '@typescript-eslint/switch-exhaustiveness-check': 'error',
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/prefer-readonly': 'error',
      complexity: ['error', 12],
      'max-lines': ['error', { max: 300, skipBlankLines: true, skipComments: true }],
    },
  },
  { files: ['**/*.mjs'], languageOptions: { globals: globals.node } },
  // Has to be read by any Node.js, to be able to say that it is too old.
  {
    files: ['src/smgw-proxy.cjs'],
    languageOptions: {
      ecmaVersion: 5,
      sourceType: 'script',
      globals: { ...globals.nodeBuiltin, require: false },
    },
    rules: { 'no-var': 'off' },
  },
  { files: [PAGE], languageOptions: { globals: globals.browser } },
);
