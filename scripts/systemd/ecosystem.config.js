// For pm2 instead of systemd: pm2 start scripts/systemd/ecosystem.config.js --only filetao-miner
const program = (name, args) => ({
  name: `filetao-${name}`,
  script: "/opt/filetao/filetao",
  interpreter: "none",
  args: `${name} run ${args}`,
  // Wallets, Redis and logs lie under it; Java looks the home directory up by the user and not in HOME.
  env: { FILETAO_JAVA_OPTS: "-Duser.home=/var/lib/filetao" },
  // What is under way has time to end.
  kill_timeout: 150000,
  // The node alone is told; it stops its own Redis after it has stopped itself.
  treekill: false,
  restart_delay: 5000,
});

module.exports = {
  apps: [
    program("miner", "--subtensor.network finney --netuid 21 --wallet.name default --wallet.hotkey miner --axon.port 8091"),
    program("validator", "--subtensor.network finney --netuid 21 --wallet.name default --wallet.hotkey validator --axon.port 8092"),
    program("api", "--subtensor.network finney --netuid 21 --wallet.name default --wallet.hotkey validator --axon.port 8080"),
    program("dashboard", "--server.port=8090"),
  ],
};
