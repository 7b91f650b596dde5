namespace Dialer.Simulation.Rivals;

/// <summary>The calls that one pass has decided on: those that the trunk's spacing holds back leave in its next slots, until the next pass decides anew.</summary>
internal struct PassCalls
{
    private int _left;

    public void Begin(int wanted) => _left = Math.Max(0, wanted);

    /// <summary>How many of them leave now, at most <paramref name="most"/>.</summary>
    public int Take(int most)
    {
        int taken = Math.Clamp(most, 0, _left);
        _left -= taken;
        return taken;
    }
}
