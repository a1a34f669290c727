// The scripts of the components we use. Every page works without them.
import {
  Button,
  Checkboxes,
  ErrorSummary,
  Radios,
  SkipLink,
  createAll,
} from 'govuk-frontend';

// Styles that hide things until a script can show them again wait for these two classes.
document.body.classList.add('js-enabled', 'govuk-frontend-supported');

for (const Component of [Button, Checkboxes, ErrorSummary, Radios, SkipLink]) {
  createAll(Component);
}
