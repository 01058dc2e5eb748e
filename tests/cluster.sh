#!/usr/bin/env bash
# A sweep spread over a cluster by what clusters have: GNU parallel, and a Slurm job array (both
# here on this one machine; Debian's parallel, slurm-wlm and munge, as root). Each writes shards,
# which put together must be the whole, byte for byte.
#
#   tests/cluster.sh [PROGRAM]     build/release/posembed
set -euo pipefail
cd "$(dirname "$0")/.."
program=$(realpath "${1:-build/release/posembed}")
work=$PWD/build/cluster
seeds=0..99

rm -rf "$work"
mkdir -p "$work"
cd "$work"
"$program" sweep -q --seeds $seeds --out whole.csv > whole.txt

merge_and_compare() {  # who made the shards
  "$program" sweep --merge shard-*.csv --out merged.csv | cmp - whole.txt
  cmp merged.csv whole.csv
  echo "$1: $(ls shard-*.csv | wc -l) shards, the same bytes"
  rm shard-*.csv merged.csv
}

with_parallel() {
  parallel "$program sweep -q --jobs 1 --seeds $seeds --shard {}/8 --out shard-{}.csv" ::: {1..8} \
    > /dev/null
  merge_and_compare 'GNU parallel'
}

start_slurm() {
  mkdir -p /run/munge state spool
  [ -f /etc/munge/munge.key ] || mungekey --create
  chown munge: /run/munge /etc/munge/munge.key
  pgrep -x munged > /dev/null || su -s /bin/sh munge -c munged
  cat > slurm.conf << CONF
ClusterName=here
SlurmctldHost=$(hostname -s)
SlurmUser=root
AuthType=auth/munge
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
SelectType=select/cons_tres
SelectTypeParameters=CR_Core
ReturnToService=2
StateSaveLocation=$work/state
SlurmdSpoolDir=$work/spool
SlurmctldLogFile=$work/slurmctld.log
SlurmdLogFile=$work/slurmd.log
SlurmctldPidFile=$work/slurmctld.pid
SlurmdPidFile=$work/slurmd.pid
NodeName=$(hostname -s) NodeAddr=127.0.0.1 $(slurmd -C | grep -o 'CPUs=[0-9]*') State=UNKNOWN
PartitionName=all Nodes=ALL Default=YES State=UP
CONF
  export SLURM_CONF=$work/slurm.conf
  slurmctld
  slurmd
  trap 'kill $(cat slurmctld.pid slurmd.pid)' EXIT
}

with_slurm() {
  start_slurm
  sbatch --wait --array=1-4 --output=/dev/null \
    --wrap "$program sweep -q --jobs 1 --seeds $seeds --shard \$SLURM_ARRAY_TASK_ID/\$SLURM_ARRAY_TASK_COUNT --out shard-\$SLURM_ARRAY_TASK_ID.csv"
  merge_and_compare Slurm
}

with_parallel
with_slurm
