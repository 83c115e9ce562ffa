import type { CommandClass } from 'clipanion';
import { AddCommand } from './add';
import { ApplyCommand } from './apply';
import { CheckCommand } from './check';
import { CompletionCommand } from './completion/completion';
import { CloudClaimCommand } from './cloud/claim';
import { CloudDeployCommand } from './cloud/deploy';
import { CloudConfigureCommand } from './cloud/configure';
import { CloudRegionsCommand } from './cloud/regions';
import { CloudEstimateCommand } from './cloud/estimate';
import { CloudStatusCommand } from './cloud/status';
import { CloudTerminateCommand } from './cloud/terminate';
import { TerminateCommand } from './terminate';
import { CloudServeCommand } from './cloud/serve';
import { AuthStatusCommand } from './auth/status';
import { BuildCommand } from './build';
import type { HelixContext } from './context';
import { ComposeCommand } from './compose';
import { DeleteCommand } from './delete';
import { DeployCommand } from './deploy';
import { DestroyCommand } from './destroy';
import { EstimateCommand } from './estimate';
import { GraphCommand } from './graph';
import { ImportCommand } from './import';
import { InitCommand } from './init';
import { KeysCreateCommand } from './keys/create';
import { KeysListCommand } from './keys/list';
import { KeysRevokeCommand } from './keys/revoke';
import { AuthCreateKeyCommand, KeysRotateCommand } from './keys/rotate';
import { LoginCommand } from './login';
import { LogoutCommand } from './logout';
import { LogsCommand } from './logs';
import { OutputCommand } from './output';
import { PlanCommand } from './plan';
import { PreviewDownCommand } from './preview/down';
import { PreviewListCommand } from './preview/list';
import { PreviewSweepCommand } from './preview/sweep';
import { PreviewUpCommand } from './preview/up';
import { PricesShowCommand } from './prices/show';
import { PricesUpdateCommand } from './prices/update';
import { PushCommand } from './push';
import { RenewCommand } from './renew';
import { ShowCommand } from './show';
import { RestartCommand } from './restart';
import { StartCommand } from './start';
import { StateHistoryCommand } from './state/history';
import { StateListCommand } from './state/list';
import { StateMigrateCommand } from './state/migrate';
import { StateMvCommand } from './state/mv';
import { StatePullCommand } from './state/pull';
import { StatePushCommand } from './state/push';
import { StateRestoreCommand } from './state/restore';
import { StateRmCommand } from './state/rm';
import { StateShowCommand } from './state/show';
import { StateVerifyCommand } from './state/verify';
import { StatusCommand } from './status';
import { StopCommand } from './stop';
import { UnlockCommand } from './unlock';
import { ValidateCommand } from './validate';
import { WorkspaceDeleteCommand } from './workspace/delete';
import { WorkspaceListCommand } from './workspace/list';

/** Every command of Helix, in the order of the overview. */
export const COMMANDS: readonly CommandClass<HelixContext>[] = [
  InitCommand,
  AddCommand,
  ValidateCommand,
  CheckCommand,
  PlanCommand,
  ApplyCommand,
  BuildCommand,
  DeployCommand,
  PushCommand,
  DestroyCommand,
  TerminateCommand,
  DeleteCommand,
  ShowCommand,
  GraphCommand,
  ComposeCommand,
  StateListCommand,
  StateShowCommand,
  OutputCommand,
  StatusCommand,
  LogsCommand,
  RestartCommand,
  StartCommand,
  StopCommand,
  RenewCommand,
  ImportCommand,
  UnlockCommand,
  StateHistoryCommand,
  StateMvCommand,
  StateRmCommand,
  StatePullCommand,
  StatePushCommand,
  StateVerifyCommand,
  StateRestoreCommand,
  StateMigrateCommand,
  WorkspaceListCommand,
  WorkspaceDeleteCommand,
  PreviewUpCommand,
  PreviewDownCommand,
  PreviewSweepCommand,
  PreviewListCommand,
  LoginCommand,
  LogoutCommand,
  CloudClaimCommand,
  KeysListCommand,
  KeysCreateCommand,
  KeysRotateCommand,
  KeysRevokeCommand,
  AuthCreateKeyCommand,
  AuthStatusCommand,
  CloudDeployCommand,
  CloudEstimateCommand,
  CloudStatusCommand,
  CloudTerminateCommand,
  CloudServeCommand,
  CloudConfigureCommand,
  CloudRegionsCommand,
  EstimateCommand,
  PricesShowCommand,
  PricesUpdateCommand,
  CompletionCommand,
];
