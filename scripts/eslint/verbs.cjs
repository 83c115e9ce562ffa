/** The verbs that a function with effects may start with. Extend the list, in alphabetical order, with imperatives only. */
const VERBS = `
  abort accept acquire add adopt advance allocate allow announce answer append apply approve ask assert attach attempt
  back beat begin bench bind block boot build bundle
  call cancel capture change check choose claim clean clear clone close collect commit compact compare compile complete compute
  configure confirm connect consume contend continue convert copy corrupt count crash create
  debug decide decode decrypt define delete deliver deploy describe destroy detach detect diff discard dispose download drain drop
  edit emit encode encrypt end enqueue ensure enter erase estimate evaluate evict exchange execute exit expect expire
  explain export extend
  fail fetch fill filter find finish flush fold follow forget format
  gather generate get give grant group
  halt handle hash hold
  identify ignore import increment init initialise insert inspect install interrupt invoke
  join judge
  keep kill
  launch leave lift limit link list listen load lock log login logout lower
  make mark match measure merge migrate mirror mock mount move
  notify
  observe obtain offer open order
  pack parse pass patch pause perform pin ping place plan poll pop post prepare press print probe proceed produce prompt
  prove provide provision prune publish pull purge push put
  query quit
  raise read rebuild receive reconcile record recover redirect refresh refuse register reject release reload remove
  rename render renew repair repeat replace reply report request require resend reserve reset resolve respond restart restore
  resume retry return revert revoke roll rotate run
  sample save scan schedule seal search seed select send serve set settle show shut shutdown sign size sleep snapshot spawn
  stage start step stop store stream strip submit subscribe sweep switch sync
  tag take tear terminate test throw tidy touch track transfer truncate try type
  unlink unlock unpack unregister unseal untaint update upgrade upload use
  validate verify visit
  wait wake walk warn watch withdraw wrap write
  yield
`;

/** Starts of names that are usual although they are not imperatives: questions, wrappers, handlers and entry points. */
const USUAL = 'can has is main next on with';

module.exports = new Set(`${VERBS} ${USUAL}`.trim().split(/\s+/));
