/** Shows cards that answer their buttons: a page opens a comm for each press, and the card is shown anew in its place. */
import {
  display,
  displaySymbol,
  type CommChannel,
  type MimeBundle,
  type NotebookHost,
} from "../core/display";
import { liveHost } from "../core/widgets/model";
import {
  EXERCISE_TARGET,
  type CardAction,
  type CardContent,
  type CardReply,
  type CardRequest,
} from "./card-content";

/** A card that is to be shown. */
export interface LiveCardParts {
  /** The exercise's id. */
  exercise: string;
  first: CardContent;
  /** Does what a button asks for, and gives what the card shows then. */
  press(action: CardAction): CardContent;
  /** The formats of a content. */
  bundle(content: CardContent): MimeBundle;
}

type LiveHost = NotebookHost & Required<Pick<NotebookHost, "registerTarget" | "bind" | "cellNumber">>;
type Answer = (action: CardAction, channel: CommChannel) => void;

/** The cards that are shown, by id. */
const answers = new Map<string, Answer>();

/** The kernel that sends presses here; in tests there may be one after another. */
let connected: LiveHost | undefined;

/**
 * Shows a card in the running cell.
 *
 * @param parts - Its content, and what its buttons do.
 * @returns False where no page can answer, as on stock tslab and in tests: nothing was shown then.
 */
export function showLive(parts: LiveCardParts): boolean {
  const host = answeringHost();
  const number = host?.cellNumber();
  if (!host || number === undefined) return false;
  connect(host);
  const card = unusedId(`exercise-${parts.exercise}-${number}`);
  const shown = (content: CardContent) => ({ [displaySymbol]: () => parts.bundle({ ...content, card }) });
  // Kept in the notebook, so that a page that was loaded again shows what comes later.
  const handle = display(shown(parts.first), { id: card, keepId: true });
  const answer: Answer = (action, channel) => {
    const content = parts.press(action);
    handle.update(shown(content));
    channel.send({ content: { ...content, card } } satisfies CardReply);
    channel.close();
  };
  answers.set(card, host.bind(answer));
  host.onRerun?.(() => void answers.delete(card));
  return true;
}

function answeringHost(): LiveHost | undefined {
  const host = liveHost();
  return host?.registerTarget && host.bind && host.cellNumber ? (host as LiveHost) : undefined;
}

/** Registers the comms' target, once for each kernel. */
function connect(host: LiveHost): void {
  if (connected === host) return;
  connected = host;
  answers.clear();
  host.registerTarget(EXERCISE_TARGET, (channel, { data }) => {
    const { card, action } = data as Partial<CardRequest>;
    const answer = answers.get(String(card));
    if (answer && (action === "hint" || action === "solution")) {
      answer(action, channel);
    } else {
      channel.send({} satisfies CardReply);
      channel.close();
    }
  });
}

/** Ids are the same in each run of a notebook, so that two runs save the same. */
function unusedId(stem: string): string {
  let id = stem;
  for (let n = 2; answers.has(id); n++) id = `${stem}-${n}`;
  return id;
}
