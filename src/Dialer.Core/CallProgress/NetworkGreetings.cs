namespace Dialer.Core.CallProgress;

/// <summary>One network's greetings: the newest of different numbers, and those that several numbers shared.</summary>
internal sealed class NetworkGreetings(float sameBitErrors)
{
    public const int MostNetworks = 1024;

    /// <summary>Bounded, since each call is compared with all that are shared.</summary>
    private const int MostShared = 32, MostRecent = 256;

    private readonly List<Candidate> _recent = [];
    private int _oldest;

    public GreetingPrint[] Shared { get; private set; } = [];

    /// <returns>The number is the one that makes the greeting a shared one.</returns>
    public bool Learn(ulong number, in GreetingPrint print)
    {
        foreach (ref readonly var shared in Shared.AsSpan())
            if (shared.BitErrors(print) <= sameBitErrors)
                return false;
        HashSet<ulong> numbers = [number];
        foreach (var candidate in _recent)
            if (candidate.Print.BitErrors(print) <= sameBitErrors)
                numbers.Add(candidate.Number);
        if (numbers.Count < GreetingMemory.SharedBy)
        {
            Keep(new Candidate(number, print));
            return false;
        }
        var same = print;
        _recent.RemoveAll(c => c.Print.BitErrors(same) <= sameBitErrors);
        RestoreShared(print);
        return true;
    }

    /// <summary>Kept beside the others, compared with none.</summary>
    public void Restore(ulong number, in GreetingPrint print) => Keep(new Candidate(number, print));

    public void Forget(ulong number) => _recent.RemoveAll(c => c.Number == number);

    /// <summary>At most so many: the one shared longest ago makes room.</summary>
    public void RestoreShared(in GreetingPrint print) => Shared = [.. Shared.Skip(Math.Max(0, Shared.Length - MostShared + 1)), print];

    private void Keep(in Candidate candidate)
    {
        if (_recent.Count < MostRecent)
        {
            _recent.Add(candidate);
            return;
        }
        _oldest = (_oldest + 1) % MostRecent;
        _recent[_oldest] = candidate;
    }

    private readonly record struct Candidate(ulong Number, GreetingPrint Print);
}
