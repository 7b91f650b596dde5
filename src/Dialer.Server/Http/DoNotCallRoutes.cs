using System.Globalization;
using Dialer.Core.Compliance;
using Dialer.Core.Ids;
using Dialer.Core.Time;
using Dialer.Lists;
using Dialer.Lists.Import;
using Dialer.Lists.Numbers;
using Dialer.Server.Http.Access;
using Dialer.Server.Http.Description;
using Dialer.Server.Http.Paging;
using Dialer.Server.Http.Problems;
using Dialer.Server.Running;
using Dialer.Store;
using Dialer.Store.Reports;
using Dialer.Store.Tables;

namespace Dialer.Server.Http;

/// <summary>Numbers that are never called: added, looked up, and uploaded.</summary>
internal sealed class DoNotCallRoutes(IDialerDesk desk, LeadTable table)
{
    private const string Company = "company";
    private const string Register = "nationalRegister";
    private const string OneCampaign = "campaign";

    private static readonly Dictionary<string, DoNotCallKind> Kinds = new(StringComparer.Ordinal) { [Company] = DoNotCallKind.Company, [Register] = DoNotCallKind.National, [OneCampaign] = DoNotCallKind.Campaign };

    public void Map(RouteGroupBuilder api)
    {
        api.MapPost("/", (Caller caller, DoNotCallRequest request) => AddAsync(caller, request))
            .Is("addDoNotCall", Role.Agent, "Never call this number again.").SaysNothing().Posts();
        api.MapGet("/", (int? limit, string? after) => List(limit, after))
            .Is("listDoNotCall", Role.Supervisor, "Every number that is not called, by number.").Says<Page<DoNotCallView>>();
        api.MapGet("/{number}", (string number) => Find(number))
            .Is("getDoNotCall", Role.Supervisor, "Is this number (E.164) not called, and who said so?").Says<DoNotCallView>().MayBeMissing();
        api.MapDelete("/{number}", (Caller caller, string number, string? reason, string? kind, string? campaign) => RemoveAsync(caller, number, reason, kind, campaign))
            .Is("removeDoNotCall", Role.Manager, "Takes a number off one list. It is kept among the removals with who and why.")
            .WithDescription("reason: why, in words. kind: company (left out), which takes back the objection of whoever has the number, by all their numbers; nationalRegister; campaign, with the campaign's name.")
            .Says<DoNotCallRemoved>().MayBeMissing();
        api.MapPost("/import", ImportAsync)
            .Is("importDoNotCall", Role.Manager, "Adds the numbers of a file while calls go on: one a line, or CSV with the numbers in any column. Nothing is dialed to them from then on.")
            .WithDescription("country: of numbers written without one. kind: company, which binds whoever has the number; nationalRegister, which binds the number alone; campaign, with the campaign's name, which binds that campaign. until: the last day (yyyy-MM-dd); left out: for good. \"+3389*\" stands for all numbers that begin so.")
            .TakesFile().Says<DoNotCallReply>().Posts();
    }

    private IResult Find(string number)
    {
        var entries = table.Objecting([number], desk.Time.GetUtcNow());
        if (entries.Count == 0)
            return Refuse.Unknown("number", number);
        return Results.Ok(View(entries[0]) with { Others = entries.Count == 1 ? null : [.. entries.Skip(1).Select(View)] });
    }

    private DoNotCallView View(DoNotCallEntry entry) => new(
        entry.Number, entry.Source, entry.AddedAt, ReportWords.Word(entry.Binds), ReportWords.Word(entry.Kind), entry.Campaign == 0 ? null : desk.NameOf(new CampaignId(entry.Campaign)), entry.Until, null);

    private async Task<IResult> RemoveAsync(Caller caller, string number, string? reason, string? kind, string? campaign)
    {
        if (reason is null || reason.Trim().Length < 3 || reason.Length > 500 || reason.Any(char.IsControl))
            return Refuse.Field("reason", "A number leaves a do-not-call list for a reason that can be shown", "Say why in 3 to 500 characters, such as: asked to be called again, letter of 3 March.");
        if (MarkOf(kind, campaign, null, out var mark) is { } wrong)
            return wrong;
        int removed = await desk.RemoveDoNotCallAsync(number, mark.Kind, mark.Campaign, caller.Name, reason.Trim()).ConfigureAwait(false);
        return removed == 0 ? Refuse.Unknown("number", number) : Results.Ok(new DoNotCallRemoved(removed));
    }

    private ProblemResult? MarkOf(string? kind, string? campaign, string? until, out DoNotCallMark mark)
    {
        mark = DoNotCallMark.Company;
        if (!Kinds.TryGetValue(kind ?? Company, out var known))
            return Refuse.Field("kind", "There is no such kind of list", $"Use {string.Join(", ", Kinds.Keys)}.");
        if (known == DoNotCallKind.Campaign != campaign is not null)
            return Refuse.Field("campaign", "A campaign's own list names its campaign, and no other list does", "Give both, or neither.");
        var row = campaign is not null && desk.Campaigns(campaign) is [var named, ..] ? named : null;
        if (campaign is not null && row is null)
            return Refuse.Field("campaign", "There is no such campaign", "Give the name of a campaign of the configuration.");
        DateOnly last = default;
        if (until is not null && !DateOnly.TryParseExact(until, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out last))
            return Refuse.Field("until", "This is not a date", "Write year, month and day, such as 2027-03-31.");
        mark = new DoNotCallMark(known, row is null ? default : new CampaignId(row.Id), until is null ? Instant.Never : Instant.From(new DateTimeOffset(last.AddDays(1).ToDateTime(TimeOnly.MinValue), TimeSpan.Zero)));
        return null;
    }

    private IResult List(int? limit, string? after)
    {
        if (Pager.Read(limit, after, out int count, out long last) is { } wrong)
            return wrong;

        // The digits of a number are its place in the list.
        var found = table.DoNotCall(after is null ? "" : "+" + last.ToString(CultureInfo.InvariantCulture), count + 1);
        return Results.Ok(new Page<DoNotCallView>([.. found.Take(count).Select(View)], found.Count > count ? Pager.Cursor(long.Parse(found[count - 1].Number.AsSpan(1), CultureInfo.InvariantCulture)) : null));
    }

    private async Task<IResult> AddAsync(Caller caller, DoNotCallRequest request)
    {
        if (request.Number is not { Length: >= 5 and <= 16 } number || number[0] != '+' || number.AsSpan(1).ContainsAnyExceptInRange('0', '9'))
            return Refuse.Field("number", "This is no number in its international form", "Write the number in its international form, such as +33199001234.");
        await desk.AddDoNotCallAsync([number], $"http {caller.Name}", DoNotCallBinding.Person).ConfigureAwait(false);
        return Results.NoContent();
    }

    private async Task<IResult> ImportAsync(HttpContext context, Caller caller, string? country, string? kind, string? campaign, string? until)
    {
        if (country is null || CountryBook.Find(country.ToUpperInvariant()) is null)
            return Refuse.Field("country", "This is not a country whose numbers are known", "Use the two letters of ISO 3166, such as FR, US or GB.");
        if (MarkOf(kind, campaign, until, out var mark) is { } wrong)
            return wrong;
        string file = desk.Uploads.NewFile();
        try
        {
            await Uploads.SaveAsync(context, file).ConfigureAwait(false);
            var read = await Task.Run(() => DoNotCallFile.Read(file, country.ToUpperInvariant())).ConfigureAwait(false);
            int added = mark == DoNotCallMark.Company
                ? await desk.AddDoNotCallAsync(read.Numbers, $"upload {caller.Name}", DoNotCallBinding.Person).ConfigureAwait(false)
                : await desk.AddDoNotCallAsync(new DoNotCallEntries(mark, read.Numbers), $"upload {caller.Name}").ConfigureAwait(false);
            return Results.Ok(new DoNotCallReply(read.Numbers.Count, added, [.. read.Unreadable.Select(row => row.Line)]));
        }
        catch (ImportException unread)
        {
            return Refuse.Field("body", unread.Message.Replace(file, "the file", StringComparison.Ordinal), "Send one number a line, or CSV.", "bodyNotUnderstood");
        }
        finally
        {
            File.Delete(file);
        }
    }
}
