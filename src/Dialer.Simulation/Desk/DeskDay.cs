namespace Dialer.Simulation.Desk;

/// <summary>One day of one queue, as counted.</summary>
internal struct DeskDay
{
    public long Offered;
    public long Answered;
    public long Abandoned;
    public long Within;
    public double Waited;
}
