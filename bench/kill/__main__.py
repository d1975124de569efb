"""python -m bench.kill [--rounds 20] [--database sqlite|postgres] [--seed N]"""

import argparse
import random
import sys

from bench.kill import run


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m bench.kill", description=run.__doc__)
    parser.add_argument("--rounds", type=int, default=20)
    parser.add_argument("--database", choices=["sqlite", "postgres"], default="sqlite")
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(10**6))
    options = parser.parse_args()
    print(f"{options.database}, seed {options.seed}", flush=True)
    counts = run(rounds=options.rounds, database=options.database, seed=options.seed)
    print(counts)
    return 0 if counts.is_clean else 1


if __name__ == "__main__":
    sys.exit(main())
