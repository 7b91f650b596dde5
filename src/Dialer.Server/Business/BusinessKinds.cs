using System.Diagnostics;
using Dialer.Store.Reports;

namespace Dialer.Server.Business;

/// <summary>The sections of a configuration in which the kinds stand, and their words.</summary>
public static class BusinessKinds
{
    public static IReadOnlyList<BusinessKind> All { get; } = Enum.GetValues<BusinessKind>();

    /// <summary>Of the configuration file.</summary>
    public static string Section(BusinessKind kind) => kind switch
    {
        BusinessKind.OpeningHours => "openingHours",
        BusinessKind.QueueGroup => "queueGroups",
        BusinessKind.Queue => "queues",
        BusinessKind.Menu => "menus",
        BusinessKind.Campaign => "campaigns",
        BusinessKind.Agent => "agents",
        BusinessKind.Supervisor => "supervisors",
        BusinessKind.Route => "inbound",
        _ => throw new UnreachableException(),
    };

    /// <summary>Null: no kind of the business.</summary>
    public static BusinessKind? OfSection(string section) => All.Where(kind => Section(kind) == section).Select(kind => (BusinessKind?)kind).FirstOrDefault();

    /// <summary>One of them, in events and refusals.</summary>
    public static string Word(BusinessKind kind) => ReportWords.Word(kind.ToString());
}
