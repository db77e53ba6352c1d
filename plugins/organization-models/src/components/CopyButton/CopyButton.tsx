import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { ButtonIcon, VisuallyHidden } from '@backstage/ui';
import { RiCheckLine, RiFileCopyLine } from '@remixicon/react';
import { useState } from 'react';
import useCopyToClipboard from 'react-use/esm/useCopyToClipboard';
import useTimeoutFn from 'react-use/esm/useTimeoutFn';
import { organizationModelsTranslationRef } from '../../translation';

const SHOWN_MS = 2_000;

/** Copies a text and says so. */
export function CopyButton(props: { text: string; label: string }) {
  const { t } = useTranslationRef(organizationModelsTranslationRef);
  const [, copy] = useCopyToClipboard();
  const [isCopied, setIsCopied] = useState(false);
  const [, , startAgain] = useTimeoutFn(() => setIsCopied(false), SHOWN_MS);
  return (
    <>
      <ButtonIcon
        size="small"
        variant="tertiary"
        aria-label={props.label}
        icon={isCopied ? <RiCheckLine /> : <RiFileCopyLine />}
        onPress={() => {
          copy(props.text);
          setIsCopied(true);
          startAgain();
        }}
      />
      <VisuallyHidden role="status">{isCopied && t('copied')}</VisuallyHidden>
    </>
  );
}
