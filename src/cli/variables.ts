import { CLOUD_NAMES, cloudOf } from '../clouds';

/** An environment variable that a command reads. */
export interface Variable {
  readonly name: string;
  readonly text: string;
}

/** Read by every command. */
export const COMMON_VARIABLES: readonly Variable[] = [
  { name: 'HELIX_LOG', text: 'File to which each request is appended as JSON; `1`: standard error' },
  { name: 'NO_COLOR', text: 'Not empty: no color' },
  { name: 'FORCE_COLOR', text: 'Color also where there is no terminal; NO_COLOR wins' },
];

/** Read where requests leave this host. */
const NETWORK_VARIABLES: readonly Variable[] = [
  { name: 'HTTPS_PROXY, HTTP_PROXY, NO_PROXY', text: 'Proxy of requests, and the hosts that need none' },
  { name: 'NODE_EXTRA_CA_CERTS', text: 'File with certificates to trust as well' },
];

/** Read by commands that talk to Helix Cloud. */
export const HELIX_CLOUD_VARIABLES: readonly Variable[] = [
  { name: 'HELIX_API_KEY', text: 'API key of Helix Cloud, before the saved one' },
  {
    name: 'HELIX_PROFILE',
    text: 'Section of the file of saved API keys; default: the lines before the first one',
  },
  { name: 'HELIX_CLOUD_URL', text: 'Address of Helix Cloud, before that of helix.toml' },
  { name: 'HELIX_HOME', text: 'Directory of the saved API key; default: ~/.helix' },
  { name: 'HELIX_CACHE_DIR', text: 'Directory of the cloned source of HelixDB; default: that of HELIX_HOME' },
  ...NETWORK_VARIABLES,
];

/** Read where an account at a cloud is used. */
const ACCOUNT_VARIABLES: readonly Variable[] = [
  { name: 'XDG_CONFIG_HOME', text: 'Directory of helix/cloud.toml; default: ~/.config' },
  ...CLOUD_NAMES.map((name) => {
    const { title, credentials } = cloudOf(name);
    return {
      name: credentials.places.variables.join(', '),
      text: `Credentials of ${title}, read with all others of its own tools`,
    };
  }),
  { name: 'AWS_CONFIG_FILE, AWS_SHARED_CREDENTIALS_FILE', text: 'Files with profiles of AWS' },
  { name: 'AWS_CA_BUNDLE', text: 'File with certificates to trust for AWS' },
  { name: 'FLY_API_HOSTNAME, FLY_FLAPS_BASE_URL', text: "Address of Fly's Machines API" },
  { name: 'FLY_CONFIG_DIR', text: "Directory of flyctl's log-in; default: ~/.fly" },
];

/** Read by `cloud configure`, which asks a cloud whose credentials it is given. */
export const CONFIGURE_VARIABLES: readonly Variable[] = [...ACCOUNT_VARIABLES, ...NETWORK_VARIABLES];

/** Read by commands about a project: its state may be in S3, its machines on AWS. */
export const PROJECT_VARIABLES: readonly Variable[] = [
  {
    name: 'HELIX_ACTOR',
    text: 'Author of changes in the state; default: the person and the run of CI, else the user and the host',
  },
  {
    name: 'GITHUB_ACTIONS, GITHUB_ACTOR, GITHUB_SERVER_URL, GITHUB_REPOSITORY, GITHUB_RUN_ID, GITLAB_USER_LOGIN, CI_JOB_URL',
    text: 'Person and run of CI, the default author of changes',
  },
  ...HELIX_CLOUD_VARIABLES,
  ...ACCOUNT_VARIABLES,
  {
    name: 'DOCKER_HOST, DOCKER_CONTEXT, DOCKER_TLS_VERIFY, DOCKER_CERT_PATH, DOCKER_CONFIG, BUILDX_CONFIG, CONTAINER_HOST, XDG_RUNTIME_DIR',
    text: 'The container engine of local containers, as its own tools find it',
  },
  {
    name: 'HELIX_TERRAFORM',
    text: 'Terraform or OpenTofu: a name on the PATH, or an absolute path; before cloud.toml',
  },
  { name: 'TF_PLUGIN_CACHE_DIR, XDG_CACHE_HOME', text: 'Directory of providers that Terraform downloaded' },
];

/** Read by commands that write a comment, or tell a CI of a plan. */
export const CI_VARIABLES: readonly Variable[] = [
  {
    name: 'GITHUB_TOKEN, GH_TOKEN',
    text: 'Token for comments on GitHub, with the permission `pull-requests: write`',
  },
  {
    name: 'GITHUB_API_URL, GITHUB_GRAPHQL_URL, GITHUB_REPOSITORY, GITHUB_EVENT_PATH, GITHUB_REF, GITHUB_SHA, GITHUB_RUN_NUMBER, GITHUB_RUN_ATTEMPT, GITHUB_WORKSPACE',
    text: 'The pull request and the run, as GitHub Actions sets them',
  },
  { name: 'GITHUB_STEP_SUMMARY, GITHUB_OUTPUT', text: 'Files for the summary and the outputs of a step' },
  { name: 'GITLAB_TOKEN', text: 'Token for notes on GitLab, with the scope `api`' },
  {
    name: 'GITLAB_CI, CI_API_V4_URL, CI_PROJECT_ID, CI_MERGE_REQUEST_IID, CI_PIPELINE_IID, CI_JOB_ID, CI_JOB_TOKEN, CI_COMMIT_SHA, CI_PROJECT_DIR',
    text: 'The merge request and the run, as GitLab CI sets them',
  },
];

/** Read by `prices update`. */
export const PRICES_VARIABLES: readonly Variable[] = [
  { name: 'DIGITALOCEAN_ACCESS_TOKEN', text: 'Another name of DIGITALOCEAN_TOKEN' },
  ...NETWORK_VARIABLES,
];
