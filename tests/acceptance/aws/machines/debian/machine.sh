#!/bin/bash
# A machine of its own on this one: a Debian whose disk is a copy-on-write view of this system's, with systemd and
# cloud-init, in namespaces of its own. `machine.sh ROOT SEED SERVICES`: ROOT is an empty directory, SEED holds
# cloud-init's user-data and meta-data, SERVICES is a program of the network around the machine. It runs until its
# standard input ends, or the machine is powered off.
set -euo pipefail

# Where systemd and docker may put control groups: below a group of its own, which the caller removes.
enter_groups() {
  local controllers path directory
  while IFS=: read -r _ controllers path; do
    directory=/sys/fs/cgroup/${controllers#name=}
    if [ -z "$controllers" ] && [ -d /sys/fs/cgroup/unified ]; then directory=/sys/fs/cgroup/unified; fi
    [ -d "$directory" ] || continue
    mkdir -p "$directory$path/$1"
    if [ "$controllers" = cpuset ]; then
      for file in cpuset.cpus cpuset.mems; do cat "$directory$path/$file" >"$directory$path/$1/$file"; done
    fi
    echo $$ >"$directory$path/$1/cgroup.procs"
  done </proc/self/cgroup
}

mount_groups() {
  local controllers name
  if [ ! -d /sys/fs/cgroup/systemd ]; then
    mount -t cgroup2 cgroup2 "$1"
    return
  fi
  mount -t tmpfs -o mode=755 tmpfs "$1"
  while IFS=: read -r _ controllers _; do
    name=${controllers#name=}
    mkdir -p "$1/${name:-unified}"
    case $controllers in
      '') mount -t cgroup2 cgroup2 "$1/unified" ;;
      name=*) mount -t cgroup -o "none,$controllers" cgroup "$1/$name" ;;
      *) mount -t cgroup -o "$controllers" cgroup "$1/$name" ;;
    esac
  done </proc/self/cgroup
}

make_disk() {
  mount --make-rprivate /
  mount -t tmpfs -o size=4g tmpfs "$1"
  mkdir "$1"/{changed,work,root,docker}
  mount -t overlay overlay -o "lowerdir=/,upperdir=$1/changed,workdir=$1/work" "$1/root"
  # As a fresh machine has it, whatever this system has: no container runtime, nothing enabled but cloud-init.
  printf '#!/bin/sh\nexit 101\n' >"$1/root/usr/sbin/policy-rc.d"
  chmod 755 "$1/root/usr/sbin/policy-rc.d"
  chroot "$1/root" dpkg --purge --force-depends \
    docker.io containerd runc docker-ce docker-ce-cli containerd.io podman </dev/null
  local program
  for program in docker dockerd containerd runc; do
    chroot "$1/root" bash -c "type -aP $program" | while read -r file; do rm -f "$1/root$file"; done || true
  done
  # Services may start.
  rm -f "$1/root/usr/sbin/policy-rc.d"
  find "$1/root/etc/systemd/system" -maxdepth 1 -name '*.wants' ! -name 'cloud-*' -exec rm -r {} +
  mkdir -p "$1/root/var/lib/docker" "$1/root/var/lib/cloud/seed/nocloud"
  rm -rf "$1"/root/var/lib/cloud/{instance,instances,sem,data}
  cp "$2"/{user-data,meta-data} "$1/root/var/lib/cloud/seed/nocloud/"
  # Only what user data needs: the rest would look for disks and users of a real cloud.
  cat >"$1/root/etc/cloud/cloud.cfg.d/99_machine.cfg" <<'END'
datasource_list: [NoCloud]
cloud_init_modules: [write-files]
cloud_config_modules: [runcmd]
cloud_final_modules: [scripts-user]
END
  # Parameters, tokens and machines are moto's; who asks for them is answered by the metadata service alone.
  cat >"$1/root/usr/local/bin/aws" <<END
#!/bin/sh
exec env HOME=/nonexistent AWS_ENDPOINT_URL=http://127.0.0.1:5001 $AWS_PROGRAM "\$@"
END
  chmod 755 "$1/root/usr/local/bin/aws"
}

boot() {
  local root=$1/root device
  mount -t proc proc "$root/proc"
  mount -t sysfs -o ro sysfs "$root/sys"
  mount_groups "$root/sys/fs/cgroup"
  mount -t tmpfs -o mode=755 tmpfs "$root/run"
  mount -t tmpfs tmpfs "$root/tmp"
  mount --bind "$1/docker" "$root/var/lib/docker"
  mount -t tmpfs -o mode=755 tmpfs "$root/dev"
  for device in null zero full random urandom tty; do
    touch "$root/dev/$device"
    mount --bind "/dev/$device" "$root/dev/$device"
  done
  mkdir "$root"/dev/{pts,shm}
  mount -t devpts -o newinstance,ptmxmode=0666 devpts "$root/dev/pts"
  ln -s pts/ptmx "$root/dev/ptmx"
  exec chroot "$root" env -i container=test PATH=/usr/sbin:/usr/bin:/sbin:/bin /lib/systemd/systemd --system
}

run() {
  make_disk "$1" "$2"
  ip link set lo up
  ip address add 169.254.169.254/32 dev lo
  # The disk and the network outlast a reboot, which ends a machine's process 1 by SIGHUP.
  (
    while true; do
      ended=0
      unshare --pid --mount --fork bash "$0" boot "$1" </dev/null || ended=$?
      [ "$ended" = 129 ] || break
    done
    kill -TERM $$
  ) &
  node "$3" "$2" </dev/null &
  exec 3<&0
  trap 'exit 0' TERM
  # Process 1 of the namespace: with it goes everything.
  cat <&3 >/dev/null &
  wait $!
}

case $1 in
  boot) boot "$2" ;;
  run) run "$2" "$3" "$4" ;;
  *)
    enter_groups "$4"
    exec unshare --mount --net --pid --uts --ipc --cgroup --fork --kill-child bash "$0" run "$1" "$2" "$3"
    ;;
esac
