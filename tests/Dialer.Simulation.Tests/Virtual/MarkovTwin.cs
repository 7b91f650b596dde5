namespace Dialer.Simulation.Tests.Virtual;

/// <summary>
/// The optimum of a Markov twin of pacing, by value iteration: N agents with exponential service, calls that ring for
/// two exponential stages and are then answered by a person or not, an answer without a free agent lost. Reward: busy
/// agents, less a price on each loss; launching costs nothing.
/// </summary>
internal sealed class MarkovTwin(int agents, double serviceSeconds, double ringSeconds, double answerRate, int mostLines)
{
    private readonly int _lines = mostLines + 1;

    /// <summary>Greatest share of time that agents can be busy while the given share of answers is lost, between two prices.</summary>
    public double BestBusyShare(double lostShare)
    {
        double low = 0.01, high = 200;
        (double Busy, double Lost) cheap = default, dear = default;
        for (int step = 0; step < 18; step++)
        {
            double price = Math.Sqrt(low * high);
            var at = Solve(price);
            if (at.Lost > lostShare)
                (low, cheap) = (price, at);
            else
                (high, dear) = (price, at);
        }

        // Mixing the two policies meets the share exactly.
        double mix = cheap.Lost - dear.Lost < 1e-9 ? 0 : Math.Clamp((lostShare - dear.Lost) / (cheap.Lost - dear.Lost), 0, 1);
        return dear.Busy + (mix * (cheap.Busy - dear.Busy));
    }

    /// <summary>Busy share and lost share of the policy that is best at a price, in busy seconds per loss in units of a service.</summary>
    private (double Busy, double Lost) Solve(double price)
    {
        double end = 1 / serviceSeconds, stage = 2 / ringSeconds;
        double uniform = (agents * end) + (mostLines * stage);
        double[] value = new double[(agents + 1) * _lines * _lines];
        double[] next = new double[value.Length];
        for (int sweep = 0; sweep < 6000; sweep++)
        {
            double change = Sweep(value, next, price * serviceSeconds, end, stage, uniform);
            (value, next) = (next, value);
            if (change < 1e-7)
                break;
        }
        return Evaluate(value, end, stage);
    }

    private int At(int busy, int first, int second) => (((busy * _lines) + first) * _lines) + second;

    /// <summary>Launching moves to more lines in their first stage at once: the best of them.</summary>
    private void Launch(double[] value)
    {
        for (int busy = 0; busy <= agents; busy++)
            for (int second = 0; second < _lines; second++)
                for (int first = _lines - 2 - second; first >= 0; first--)
                    value[At(busy, first, second)] = Math.Max(value[At(busy, first, second)], value[At(busy, first + 1, second)]);
    }

    private double Sweep(double[] value, double[] next, double price, double end, double stage, double uniform)
    {
        double least = double.MaxValue, most = double.MinValue;
        for (int busy = 0; busy <= agents; busy++)
            for (int second = 0; second < _lines; second++)
                for (int first = 0; first + second < _lines; first++)
                {
                    double here = value[At(busy, first, second)];
                    double sum = busy;
                    sum += busy * end * ((busy > 0 ? value[At(busy - 1, first, second)] : 0) - here);
                    if (first > 0)
                        sum += first * stage * (value[At(busy, first - 1, second + 1)] - here);
                    if (second > 0)
                    {
                        double answered = busy < agents ? value[At(busy + 1, first, second - 1)] : value[At(busy, first, second - 1)] - price;
                        sum += second * stage * ((answerRate * answered) + ((1 - answerRate) * value[At(busy, first, second - 1)]) - here);
                    }
                    next[At(busy, first, second)] = here + (sum / uniform);
                }
        Launch(next);
        double anchor = next[0];
        for (int i = 0; i < next.Length; i++)
        {
            double change = next[i] - value[i];
            (least, most) = (Math.Min(least, change), Math.Max(most, change));
            next[i] -= anchor;
        }
        return most - least;
    }

    /// <summary>Plays the policy that the values imply, long enough for four digits.</summary>
    private (double Busy, double Lost) Evaluate(double[] value, double end, double stage)
    {
        var random = new Core.Time.SeededRandom(1);
        int busy = 0, first = 0, second = 0;
        double time = 0, busyTime = 0;
        long answers = 0, lost = 0;
        for (long step = 0; step < 1_500_000; step++)
        {
            while (first + second < _lines - 1 && value[At(busy, first + 1, second)] >= value[At(busy, first, second)] - 1e-9)
                first++;
            double rate = (busy * end) + (first * stage) + (second * stage);
            double held = 1 / rate;
            (time, busyTime) = (time + held, busyTime + (busy * held));
            double at = random.NextDouble() * rate;
            if (at < busy * end)
                busy--;
            else if (at < (busy * end) + (first * stage))
                (first, second) = (first - 1, second + 1);
            else
            {
                second--;
                if (random.NextDouble() >= answerRate)
                    continue;
                answers++;
                if (busy < agents)
                    busy++;
                else
                    lost++;
            }
        }
        return (busyTime / time / agents, (double)lost / Math.Max(1, answers));
    }
}
