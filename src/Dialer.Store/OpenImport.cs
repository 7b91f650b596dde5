using Dialer.Core.Ids;

namespace Dialer.Store;

/// <summary>An import that goes on. Its leads are in the store, and are not dialed before it is finished.</summary>
/// <param name="ReadToLine">Every row up to this line is accounted for; 0: nothing is yet.</param>
public sealed record OpenImport(CampaignId Campaign, long Import, string List, string File, int ReadToLine, int Rows, int Leads, int RejectedRows, int NumbersRefused)
{
    public string ContentHash { get; init; } = "";

    /// <summary>How its rows are read; one that is read otherwise is another import.</summary>
    public string ReadAs { get; init; } = "";
}
