import { expect, small, test } from './lab.ts';

test('a run ends by validation, shows it, keeps the best weights, and is shared as a link', async ({
  lab,
}) => {
  const ended = lab.page.getByText(/^ended at step \d+ of 40$/);
  await lab.open();
  await lab.compose(small.mlp);
  await lab.choose('Stopping', 'By validation');
  await expect(lab.field('Validation images')).toHaveValue('300'); // as many as it learns from
  await lab.set('Validation images', 100);
  await lab.set('Patience', 2);
  await lab.set('Learning rate', 3); // no step can help
  await lab.trainToTheEnd();
  await expect(ended).toBeVisible();
  await expect(lab.page.getByText(/dotted: validation/)).toBeVisible();

  const { runs } = await lab.exportResults();
  const [run] = runs;
  expect(run!.step).toBeLessThan(40);
  expect(run!.spec).toMatchObject({
    validationImages: 100,
    stopping: { id: 'validation', options: { patience: 2 } },
  });
  const { validationLoss, step } = run!.history as unknown as Record<string, number[]>;
  const best = validationLoss!.indexOf(Math.min(...validationLoss!));
  expect(validationLoss!.length - 1 - best).toBe(2);
  expect(run!.final).toMatchObject({ bestStep: step![best], validation: { count: 100 } });

  await expect(lab.page).toHaveURL(
    /stopping=validation&stopping.patience=2&.*validation-images=100/,
  );
  await lab.reload();
  await expect(lab.picker('Stopping')).toHaveValue('validation');
  await expect(lab.field('Patience')).toHaveValue('2');
  await expect(ended).toBeVisible();
});
