using System.Text;
using Dialer.Core.Ids;
using Dialer.Core.Time;
using Dialer.Lists;
using Dialer.Lists.Headings;
using Dialer.Lists.Import;
using Dialer.Lists.Numbers;
using Dialer.Server.Http.Access;
using Dialer.Server.Http.Description;
using Dialer.Server.Http.Paging;
using Dialer.Server.Http.Problems;
using Dialer.Server.Monitoring;
using Dialer.Server.Running;
using Dialer.Store.Reports;
using Dialer.Store.Tables;
using Dialer.Store.Zones;

namespace Dialer.Server.Http;

/// <summary>Leads: found, looked at, and added one by one.</summary>
#pragma warning disable CA1001 // It lives as long as the program, and its semaphores hold no handle.
internal sealed class LeadRoutes(IDialerDesk desk, LeadTable table)
#pragma warning restore CA1001
{
    private const int MostFields = 200;
    private const int MostPhones = 10;
    private const string OwnList = "api";

    private readonly SemaphoreSlim _one = new(1);

    private static readonly string[] States = ["new", "waiting", "inAttempt", "done", "exhausted", "interrupted", "refused"];

    public void Map(RouteGroupBuilder campaigns, RouteGroupBuilder leads)
    {
        campaigns.MapGet("/{campaign}/leads", (Caller caller, string campaign, string? state, string? list, string? number, int? limit, string? after) => List(caller, campaign, state, list, number, limit, after))
            .Is("listLeads", Role.Supervisor, "The leads of a campaign, by number; of one state, of one list, or with one telephone number (E.164).").Says<Page<LeadView>>().MayBeMissing();
        campaigns.MapPost("/{campaign}/leads", (HttpContext context, Caller caller, string campaign, LeadRequest request) => AddAsync(context, caller, campaign, request))
            .Is("addLead", Role.Supervisor, "One lead, to be called as soon as the campaign's rules and its agents allow it.").Says<LeadView>(StatusCodes.Status201Created).MayBeMissing().Posts();
        leads.MapGet("/{lead:long:min(1)}", (Caller caller, long lead) => table.Find(lead) is { } found && caller.SeesCampaign(desk.NameOf(new CampaignId(found.Campaign))) ? Results.Ok(View(found)) : Unknown())
            .Is("getLead", Role.Supervisor, "One lead, and why it is not being called.").Says<LeadView>().MayBeMissing();
        leads.MapGet("/{lead:long:min(1)}/explanation", ExplainAsync)
            .Is("explainLead", Role.Supervisor, "Why this lead is not being called: each rule with its verdict, and from when on it could be, from the code that decides.").Says<LeadExplanation>().MayBeMissing();
    }

    private async Task<IResult> ExplainAsync(Caller caller, long lead)
    {
        if (table.Find(lead) is not { } found || !caller.SeesCampaign(desk.NameOf(new CampaignId(found.Campaign))) || desk.Store.LeadAsStored(new LeadId(lead)) is not { } stored)
            return Unknown();
        var (campaign, now) = (new CampaignId(found.Campaign), desk.Time.GetUtcNow());
        if (await desk.ExplainAsync(campaign, stored, Instant.From(found.NextCallableAt ?? now)).ConfigureAwait(false) is not { } verdict)
            return Refuse.NotPossible("its campaign is not configured any more, or the dialer does not answer", "notExplained");
        return Results.Ok(LeadExplaining.Explain(found, desk.NameOf(campaign), verdict, table.CountBefore(lead, now, LeadExplaining.MostBefore + 1), now));
    }

    private static ProblemResult Unknown() => Refuse.With(StatusCodes.Status404NotFound, "unknownLead", "Not found.", "There is no such lead.", "Look it up by its telephone number in its campaign.", "lead");

    private LeadView View(LeadSummary lead)
    {
        var fields = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, value) in lead.Fields)
            fields.TryAdd(name, value);
        string? refusal = lead.Refusal is { Length: > 0 } code ? ReportWords.Word(code) : null;
        return new LeadView(
            lead.Id, desk.NameOf(new CampaignId(lead.Campaign)), lead.List, ReportWords.Word(lead.State), lead.Priority, lead.NextCallableAt, refusal, Why(lead, refusal), lead.AttemptsMade, lead.TimeZone, fields,
            [.. lead.Phones.Select(phone => new PhoneView(phone.Number, phone.Kind, phone.Extension, phone.Dead))], lead.LastDisposition, lead.LastNote);
    }

    private string Why(LeadSummary lead, string? refusal)
    {
        string held = refusal is null ? "" : $" ({refusal})";
        return lead.State switch
        {
            "InAttempt" => "it is being called",
            "Done" => "it is finished for this campaign",
            "Exhausted" => "every attempt that the campaign allows was made",
            "Interrupted" => "a crash cut its attempt off; release-interrupted lets it be dialed again",
            "Refused" => $"the rules refuse it{held}",
            _ when lead.NextCallableAt > desk.Time.GetUtcNow() => $"it waits until {lead.NextCallableAt:yyyy-MM-ddTHH:mm:sszzz}{held}",
            _ => "it may be called: the campaign must be running, with agents and lines that are free, and those before it come first",
        };
    }

    private IResult List(Caller caller, string campaign, string? state, string? list, string? number, int? limit, string? after)
    {
        if (Found.Campaign(desk, caller, campaign) is not { } row)
            return Refuse.Unknown("campaign", campaign);
        if (state is not null && !States.Contains(state))
            return Refuse.Field("state", $"There is no state \"{Refuse.Shown(state)}\"", $"Use {string.Join(", ", States)}.");
        if (Pager.Read(limit, after, out int count, out long last) is { } wrong)
            return wrong;
        var found = table.Read(row.Id, state is null ? null : char.ToUpperInvariant(state[0]) + state[1..], list, number, last, count + 1);
        return Results.Ok(new Page<LeadView>([.. found.Take(count).Select(View)], found.Count > count ? Pager.Cursor(found[count - 1].Id) : null));
    }

    private async Task<IResult> AddAsync(HttpContext context, Caller caller, string campaign, LeadRequest request)
    {
        if (Found.Campaign(desk, caller, campaign) is not { } row)
            return Refuse.Unknown("campaign", campaign);
        if (Wrong(request) is { } wrong)
            return wrong;
        string file = desk.Uploads.NewFile();
        try
        {
            await File.WriteAllTextAsync(file, Row(request), new UTF8Encoding(false), context.RequestAborted).ConfigureAwait(false);

            // One list is written by one at a time.
            await _one.WaitAsync(context.RequestAborted).ConfigureAwait(false);
            try
            {
                return await Task.Run(() => Add(context, row, Options(request, file))).ConfigureAwait(false);
            }
            finally
            {
                _one.Release();
            }
        }
        catch (ImportException unread)
        {
            return Refuse.Field("phones", unread.Message.Replace(file, "lead", StringComparison.Ordinal), "Write each number with its country code, such as +33199001234.");
        }
        finally
        {
            File.Delete(file);
            File.Delete(file + ".rejects.csv");
        }
    }

    /// <summary>By the rules of a list; what the store knows of its numbers is said by name.</summary>
    private IResult Add(HttpContext context, CampaignRow row, ImportOptions options)
    {
        var campaign = new CampaignId(row.Id);
        var numbers = new List<string>();
        var looked = LeadImporter.Preview(options, numbers: numbers.Add);
        if (looked.Record.Leads == 0)
            return Refuse.Field("phones", $"No number of this lead can be dialed: {looked.Reasons.Keys.FirstOrDefault() ?? "none was read"}", "Write each number with its country code, such as +33199001234.", "numberRefused");
        if (table.Objecting(numbers, desk.Time.GetUtcNow()).FirstOrDefault(entry => entry.Campaign == 0 || entry.Campaign == campaign.Value) is { } objection)
            return Refuse.NotPossible($"{objection.Number} is on the do-not-call list ({objection.Source})", "onDoNotCall");
        if (table.Known(campaign.Value, numbers) is [{ } known, ..])
            return Refuse.NotPossible($"a lead of this campaign has {known} already", "numberKnown");
        if (desk.Uploads.IsBusy(row.Name, options.List))
            return Refuse.NotPossible($"the list \"{Refuse.Shown(options.List)}\" is being imported", "listBusy");
        var done = LeadImporter.Import(desk.Store, campaign, options, Instant.From(desk.Time.GetUtcNow()));
        if (done.Record.Leads == 0)
            return Refuse.NotPossible($"it was not taken: {done.Reasons.Keys.FirstOrDefault() ?? "no reason is given"}", "numberKnown");
        long lead = table.LeadsOf(done.Record.Import, 1)[0];
        desk.LeadsAdded(campaign);
        var view = View(table.Find(lead)!);
        AuditNote.Leave(context, null, view);
        return Results.Created($"/v1/leads/{lead}", view);
    }

    private static ProblemResult? Wrong(LeadRequest request)
    {
        if (request.Phones is not { Count: > 0 and <= MostPhones } phones || phones.Any(phone => string.IsNullOrWhiteSpace(phone) || phone.Length > 64))
            return Refuse.Field("phones", "A lead has at least one number", $"Give 1 to {MostPhones}.");
        if (request.Country is null || CountryBook.Find(request.Country.ToUpperInvariant()) is null)
            return Refuse.Field("country", "This is not a country whose numbers are known", "Use the two letters of ISO 3166, such as FR, US or GB.");
        if (request.TimeZone is not null && !BundledZones.TryFind(request.TimeZone, out _))
            return Refuse.Field("timeZone", "This time zone is not known", "Use an IANA name such as Europe/Paris.");
        if (request.Priority is < 0 or > 999)
            return Refuse.Field("priority", "This priority is out of range", "Use 0 to 999.");
        if (request.Consent is not (null or "yes" or "no"))
            return Refuse.Field("consent", "This says neither that there is consent nor that there is none", "Use yes or no, or leave it out.");
        if (request.Fields?.Count > MostFields)
            return Refuse.Field("fields", "There are too many fields", $"Give at most {MostFields}.");
        foreach (var (name, value) in request.Fields ?? new Dictionary<string, string>())
            if ((Answers.TextError("fields", name, 256, required: true) ?? Answers.TextError("fields", value, 4_000, required: false)) is { } wrong)
                return wrong;
        return Answers.TextError("list", request.List, 128, required: false) ?? Answers.TextError("customerKey", request.CustomerKey, 256, required: false) ?? phones.Select(phone => Answers.TextError("phones", phone, 64, required: true)).FirstOrDefault(one => one is not null);
    }

    private static ImportOptions Options(LeadRequest request, string file) => new(file, request.List ?? OwnList, request.Country!.ToUpperInvariant())
    {
        DefaultTimeZone = request.TimeZone,
        Delimiter = ',',
        Encoding = "utf-8",
        Priority = request.Priority ?? 0,
        Again = true,
        RejectsFile = file + ".rejects.csv",
        Mapping = new ColumnMapping
        {
            Phones = [.. request.Phones!.Select((_, i) => PhoneHeading(i))],
            Consent = request.Consent is null ? null : ConsentHeading,
            CustomerKey = request.CustomerKey is null ? null : KeyHeading,
        },
    };

    private const string ConsentHeading = "Consent";
    private const string KeyHeading = "Customer key";

    private static string PhoneHeading(int i) => $"Phone {i + 1}";

    /// <summary>A list of one row.</summary>
    private static string Row(LeadRequest request)
    {
        var cells = request.Phones!.Select((phone, i) => (PhoneHeading(i), phone)).ToList();
        if (request.Consent is { } consent)
            cells.Add((ConsentHeading, consent));
        if (request.CustomerKey is { } key)
            cells.Add((KeyHeading, key));
        cells.AddRange((request.Fields ?? new Dictionary<string, string>()).Where(field => !cells.Exists(cell => cell.Item1 == field.Key)).Select(field => (field.Key, field.Value ?? "")));
        return $"{string.Join(',', cells.Select(cell => Quoted(cell.Item1)))}\r\n{string.Join(',', cells.Select(cell => Quoted(cell.Item2)))}\r\n";
    }

    private static string Quoted(string text) => $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}
