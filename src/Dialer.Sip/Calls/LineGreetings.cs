using Dialer.Core.CallProgress;
using Dialer.Core.Ids;
using Dialer.Core.Time;
using Dialer.Line;

namespace Dialer.Sip.Calls;

/// <summary>
/// What the line remembers of machines' greetings: by number, and by campaign and trunk what several numbers share. It
/// tells what it learns and forgets, so that somebody keeps it. For the line's thread.
/// </summary>
internal sealed class LineGreetings(TimeProvider time)
{
    private readonly GreetingMemory _memory = new();
    private readonly AwaitedWords<HeardGreeting> _awaited = new();

    /// <summary>Numbers whose machine is known.</summary>
    public int Numbers => _memory.Numbers;

    public Action<LearnedGreeting>? Learned { get; set; }

    /// <summary>The number of a greeting that was wrong.</summary>
    public Action<string>? Forgot { get; set; }

    /// <summary>Gives the analyzer of a call what is known beforehand.</summary>
    public void Prepare(CallProgressAnalyzer analyzer, CampaignId campaign, TrunkId trunk, string? number)
    {
        GreetingPrint machine = default;
        if (NumberKey.TryOf(number, out ulong key))
            _memory.TryFind(key, out machine);
        analyzer.Remember(machine, _memory.AnnouncementsOf(NetworkOf(campaign, trunk)));
    }

    /// <summary>What earlier runs learned, the oldest first.</summary>
    public void Restore(IEnumerable<LearnedGreeting> greetings)
    {
        foreach (var greeting in greetings)
        {
            if (greeting.IsShared)
                _memory.RestoreAnnouncement(NetworkOf(greeting.Campaign, greeting.Trunk), greeting.Print);
            else if (NumberKey.TryOf(greeting.Number, out ulong key))
                _memory.Restore(key, NetworkOf(greeting.Campaign, greeting.Trunk), greeting.Print);
        }
    }

    /// <summary>A machine that is beyond doubt.</summary>
    public void Learn(in HeardGreeting heard)
    {
        if (!NumberKey.TryOf(heard.Number, out ulong key))
            return;
        var scope = _memory.Learn(key, NetworkOf(heard.Campaign, heard.Trunk), heard.Print);
        if (scope == MemoryScope.None)
            return;
        LearnedGreeting learned = new(heard.Number!, heard.Campaign, heard.Trunk, heard.Print, IsShared: false, Instant.From(time.GetUtcNow()));
        Learned?.Invoke(learned);
        if (scope == MemoryScope.Network)
            Learned?.Invoke(learned with { IsShared = true });
    }

    /// <summary>What answered is in doubt until the agent says it.</summary>
    public void Await(CallId call, in HeardGreeting heard) => _awaited.Add(call, heard);

    /// <summary>The agent's word on a call: a machine's greeting is learned, one that was recognised and is a person's forgotten.</summary>
    public void AgentSaid(CallId call, bool wasMachine)
    {
        if (!_awaited.TryGet(call, out var heard))
            return;
        if (wasMachine)
            Learn(heard);
        else if (heard.Matched == MemoryScope.Number && Forget(heard.Number))
            Forgot?.Invoke(heard.Number!);
    }

    public bool Forget(string? number)
    {
        _awaited.RemoveWhere(heard => heard.Number == number);
        return NumberKey.TryOf(number, out ulong key) && _memory.Forget(key);
    }

    private static long NetworkOf(CampaignId campaign, TrunkId trunk) => ((long)campaign.Value << 32) | (uint)trunk.Value;
}
