import { useTranslationRef } from '@backstage/frontend-plugin-api';
import {
  Button,
  Dialog,
  DialogBody,
  DialogFooter,
  DialogHeader,
  DialogTrigger,
  Flex,
  Text,
} from '@backstage/ui';
import type { Plan } from '@orgmodels/backstage-plugin-organization-models-common';
import { type ReactElement, type ReactNode, useState } from 'react';
import useAsync from 'react-use/esm/useAsync';
import { toApiFailure } from '../../api/toApiFailure';
import { useAction } from '../../hooks/useAction';
import { organizationModelsTranslationRef } from '../../translation';
import { FailureNotice } from '../FailureNotice/FailureNotice';
import { Loading } from '../LiveContent/LiveContent';
import { PlanContent } from '../Plan/PlanPanel';

/** A change of a model that is shown before it is made. */
export type PlannedChange = {
  title: string;
  /** What is asked for. */
  description?: ReactNode;
  plan: () => Promise<Plan>;
  /** Asks again what is wanted, where that was asked. */
  back?: () => void;
  /** Holds the change to the plan that was shown. */
  apply: (planHash: string) => Promise<void>;
};

/** Shows what a change would do, and does it if the user wants it. */
export function ChangeDialog(props: {
  change: PlannedChange;
  /** The button which opens the dialog. */
  children: ReactElement;
}) {
  const { change } = props;
  const [isOpen, setIsOpen] = useState(false);
  return (
    <DialogTrigger isOpen={isOpen} onOpenChange={setIsOpen}>
      {props.children}
      <Dialog width={640}>
        <DialogHeader>{change.title}</DialogHeader>
        <Change change={change} onDone={() => setIsOpen(false)} />
      </Dialog>
    </DialogTrigger>
  );
}

/** The same, opened by something else than a button of its own: a menu. */
export function OpenChangeDialog(props: {
  change: PlannedChange;
  onClose: () => void;
}) {
  const { change, onClose } = props;
  return (
    <Dialog width={640} isOpen onOpenChange={isOpen => isOpen || onClose()}>
      <DialogHeader>{change.title}</DialogHeader>
      <Change change={change} onDone={onClose} />
    </Dialog>
  );
}

function Change(props: { change: PlannedChange; onDone: () => void }) {
  const { t } = useTranslationRef(organizationModelsTranslationRef);
  const { change, onDone } = props;
  // Planned when the dialog opens; a page that is drawn anew does not plan again
  const [planning] = useState(() => change.plan());
  const { value: plan, error } = useAsync(() => planning, [planning]);
  const applying = useAction(async () => {
    await change.apply(plan!.plan_hash);
    onDone();
  });
  return (
    <>
      <DialogBody>
        <Flex direction="column" gap="4">
          {change.description}
          {error && <FailureNotice failure={toApiFailure(error)} />}
          {!plan && !error && <Loading />}
          {plan && <Restarts plan={plan} />}
          {plan && <PlanContent plan={plan} />}
          {applying.state === 'failed' && (
            <FailureNotice failure={applying.failure} />
          )}
        </Flex>
      </DialogBody>
      <DialogFooter>
        {change.back && (
          <Button variant="tertiary" onPress={change.back}>
            {t('change.back')}
          </Button>
        )}
        <Button variant="secondary" slot="close">
          {t('change.cancel')}
        </Button>
        <Button
          variant="primary"
          isDisabled={!plan}
          isPending={applying.state === 'pending'}
          onPress={applying.run}
        >
          {t('change.apply')}
        </Button>
      </DialogFooter>
    </>
  );
}

function Restarts({ plan: { restarts } }: { plan: Plan }) {
  const { t } = useTranslationRef(organizationModelsTranslationRef);
  return (
    <Text as="p">
      {restarts.pods > 0
        ? t('change.restarts', { count: restarts.pods })
        : t('change.noRestarts')}
    </Text>
  );
}
