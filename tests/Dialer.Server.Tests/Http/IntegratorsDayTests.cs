using System.Globalization;
using System.Text;
using Dialer.Client;
using Dialer.Testing;
using Xunit;

namespace Dialer.Server.Tests.Http;

/// <summary>
/// A day of two centres through the generated client alone, from an empty store to the reports, without a restart: twelve agents who
/// call two lists, and a desk on two levels with three skills, hours and call backs.
/// </summary>
[Collection(TelephoneLineCollection.Name)]
public sealed class IntegratorsDayTests(EmptyCentre centre) : IClassFixture<EmptyCentre>
{
    private const int Callers = 12;
    private const string DeskNumber = "+33199001234";
    private static readonly string[] DeskAgents = ["dora", "emil", "fay", "gus"];

    private readonly DialerClient _client = centre.Client;

    [Fact]
    public async Task Two_centres_are_set_up_run_and_reported_on_without_a_restart()
    {
        try
        {
            await LiveThroughItAsync();
        }
        catch (ApiException<Problem> refused)
        {
            Assert.Fail($"{refused.Result.Code}, {refused.Result.Field}: {refused.Result.Detail} {refused.StackTrace}");
        }
    }

    private async Task LiveThroughItAsync()
    {
        Assert.Equal(Role.Administrator, (await _client.WhoAmIAsync()).Role);
        Assert.Empty((await _client.ListCampaignsAsync()).Items);
        await using (var sound = File.OpenRead(Repository.File("samples", "announcement.wav")))
            Assert.True((await _client.PutPromptAsync("announcement.wav", sound)).Bytes > 0);

        await SetUpOutboundAsync();
        await SetUpDeskAsync();
        foreach (string agent in Names)
            await _client.LogInAgentAsync(agent);
        foreach (string agent in Names)
            await _client.SetAgentReadyAsync(agent);

        await _client.StartCampaignAsync("renewals");
        var first = await EventAsync("connected", happened => happened.Lead is not null);
        await CallAtOnceAsync();
        await DescribeAsync(first);
        await AnswerCallersAsync();
        await ChangeWhileItRunsAsync();
        await ReportAsync();
        await LeaveAsync();
    }

    private static IEnumerable<string> Outbound => Enumerable.Range(1, Callers).Select(number => $"agent{number:00}");

    private static IEnumerable<string> Names => [.. Outbound, .. DeskAgents];

    private async Task SetUpOutboundAsync()
    {
        await _client.AddQueueAsync(new QueueSettings { Name = "sales", WrapUpSeconds = 3600 });
        var made = await _client.AddCampaignAsync(new CampaignSettings
        {
            Name = "renewals",
            Queue = "sales",
            Start = false,
            Mode = CampaignSettingsMode.Progressive,
            Analysis = CampaignSettingsAnalysis.Off,
            Announcement = "announcement.wav",
            Calling = AtAnyHour,
        });
        Assert.Equal(("renewals", false), (made.Settings.Name, made.IsInFile));
        int phone = 0;
        foreach (string agent in Outbound)
            await _client.AddAgentAsync(new AgentSettings { Name = agent, Phone = centre.PhoneOf(phone++), Campaigns = ["renewals"], Skills = new Dictionary<string, int> { ["sales"] = 5 } });

        // Bound before the lists come: who objected is not called, in whatever list they stand.
        using var objections = Text("Téléphone\n01 99 00 50 03\n");
        Assert.Equal(1, (await _client.ImportDoNotCallAsync(objections, country: "FR", kind: "company")).Added);
        Assert.Equal((30, 0), await ImportAsync("spring", "0199005", 0, 30));
        Assert.Equal((29, 1), await ImportAsync("autumn", "0199005", 30, 30, "Zoé;01 99 00 50 03\n"));
        Assert.Equal(2, (await _client.ListListsAsync("renewals")).Items.Count);
    }

    private async Task SetUpDeskAsync()
    {
        await _client.AddOpeningHoursAsync(new OpeningHoursSettings { Name = "desk", TimeZone = "Europe/Paris", Week = [new OpeningHoursWeekItem { Days = [.. Enum.GetValues<Weekday>()], From = "00:00", To = "24:00" }] });
        await _client.AddCampaignAsync(new CampaignSettings { Name = "call-backs", Queue = "sales", Start = true, Mode = CampaignSettingsMode.Callback, Analysis = CampaignSettingsAnalysis.Off, Announcement = "announcement.wav", Calling = AtAnyHour });
        await _client.AddQueueAsync(new QueueSettings { Name = "level2", Skills = new Dictionary<string, int> { ["expert"] = 5 }, CallBackCampaign = "call-backs" });
        foreach (string skill in (string[])["orders", "billing"])
            await _client.AddQueueAsync(new QueueSettings
            {
                Name = skill,
                Skills = new Dictionary<string, int> { [skill] = 3 },
                OpeningHours = "desk",
                ServiceLevelSeconds = 20,
                CallBackCampaign = "call-backs",
                WhenClosed = new CallerTarget { Message = "announcement.wav" },
                MaxWaitSeconds = 120,
                WhenTooLong = new CallerTarget { Queue = "level2" },
                WhenNobody = new CallerTarget { Queue = "level2" },
            });
        int phone = Callers;
        foreach (var (agent, skill) in DeskAgents.Zip(["orders", "orders", "billing", "expert"]))
            await _client.AddAgentAsync(new AgentSettings { Name = agent, Phone = centre.PhoneOf(phone++), Skills = new Dictionary<string, int> { [skill] = 6 }, Campaigns = [] });
        await _client.AddRouteAsync(new RouteSettings { Name = "all others", Trunk = "carrier", Number = DeskNumber, Queue = "orders", Order = 200 });
        await _client.AddRouteAsync(new RouteSettings { Name = "from Belgium", Trunk = "carrier", Number = DeskNumber, From = ["+32"], Queue = "level2" });
    }

    /// <summary>"Call this one now", while the campaign holds many others.</summary>
    private async Task CallAtOnceAsync()
    {
        // Everybody has somebody, and so nobody is dialed.
        foreach (string agent in Outbound)
            await ConversationOfAsync(agent);
        long before = await NewestAsync("dialing");
        var lead = await _client.AddLeadAsync("renewals", new LeadRequest { Phones = ["+33199008877"], Country = "FR", Priority = 900, Fields = new Dictionary<string, string> { ["Name"] = "Ines" } });
        string free = Outbound.Last();
        var held = await ConversationOfAsync(free);
        await _client.HangUpOfAgentAsync(free, body: new ConversationRequest { Interaction = held.Interaction });
        await _client.DescribeConversationOfAgentAsync(free, new DispositionRequest { Code = "not interested", Interaction = held.Interaction });
        Assert.Equal("+33199008877", (await EventAsync("dialing", happened => happened.Number > before)).Party);
        Assert.Equal("Ines", (await EventAsync("connected", happened => happened.Lead?.Id == lead.Id)).Lead!.Fields["Name"]);
    }

    private async Task DescribeAsync(DialerEvent connected)
    {
        string agent = (await _client.ListAgentsAsync()).Items.Single(row => row.Id == connected.Agent).Name;
        await _client.HangUpOfAgentAsync(agent, body: new ConversationRequest { Interaction = connected.Interaction });
        var said = await _client.DescribeConversationOfAgentAsync(agent, new DispositionRequest { Code = "later", Note = "Rings back on Monday", CallBackAt = "2027-03-01T14:30", Interaction = connected.Interaction });
        Assert.Equal(new DateTimeOffset(2027, 3, 1, 13, 30, 0, TimeSpan.Zero), said.CallBackAt?.ToUniversalTime());
        await EventAsync("disposition", happened => happened.Party == connected.Party && happened.CallBackAt == said.CallBackAt);
        Assert.Equal("waiting", (await _client.GetLeadAsync(connected.Lead!.Id)).State);
    }

    private async Task AnswerCallersAsync()
    {
        centre.Call(DeskNumber, "+33199009901");
        var order = await EventAsync("connected", happened => happened.Party == "+33199009901");
        Assert.Contains(await NameOfAsync(order), DeskAgents[..2]);
        centre.Call(DeskNumber, "+3226000001");
        var expert = await EventAsync("connected", happened => happened.Party == "+3226000001");
        Assert.Equal("gus", await NameOfAsync(expert));
        await _client.HangUpAsync(expert.Interaction!.Value);
        await EventAsync("ended", happened => happened.Interaction == expert.Interaction);
        await _client.DescribeConversationAsync(expert.Interaction.Value, new DispositionRequest { Code = "solved" });
        string at = await NameOfAsync(order);
        await _client.HangUpOfAgentAsync(at, body: new ConversationRequest { Interaction = order.Interaction });
        var said = await _client.DescribeConversationOfAgentAsync(at, new DispositionRequest { Code = "call back", CallBackAt = "2027-03-01T15:00", Interaction = order.Interaction });
        Assert.NotNull(said.CallBackAt);
        await EventAsync("disposition", happened => happened.Party == "+33199009901" && happened.CallBackAt == said.CallBackAt);
    }

    private async Task ChangeWhileItRunsAsync()
    {
        var settings = await _client.GetCampaignSettingsAsync("renewals");
        string seen = $"\"{settings.Version}\"";
        var changed = await _client.ChangeCampaignSettingsAsync("renewals", new CampaignChanges { MaxLinesPerAgent = 2, RingSeconds = 25 }, seen);
        Assert.Equal((2, 25, CampaignSettingsMode.Progressive), (changed.Settings.MaxLinesPerAgent, changed.Settings.RingSeconds, changed.Settings.Mode));
        var stale = await Assert.ThrowsAsync<ApiException<Problem>>(() => _client.ReplaceCampaignSettingsAsync("renewals", settings.Settings, seen));
        Assert.Equal((412, "changedMeanwhile"), (stale.StatusCode, stale.Result.Code));
        var wrong = await Assert.ThrowsAsync<ApiException<Problem>>(() => _client.ChangeCampaignSettingsAsync("renewals", new CampaignChanges { Queue = "nowhere" }, "*"));
        Assert.Equal(("invalidField", "queue"), (wrong.Result.Code, wrong.Result.Field));
        await EventAsync("configured", happened => happened is { Resource: "campaign", Name: "renewals", State: "changed" });
        await _client.PauseCampaignAsync("renewals");

        // A new hand, and one that goes home: neither needs a restart.
        var moved = await _client.ChangeAgentSettingsAsync("fay", new AgentChanges { Skills = new Dictionary<string, int> { ["orders"] = 4 } }, "*");
        Assert.Equal(4, moved.Settings.Skills!["orders"]);
        centre.Call(DeskNumber, "+33199009902");
        await EventAsync("connected", happened => happened.Party == "+33199009902");
    }

    private async Task ReportAsync()
    {
        Assert.True((await _client.ReportAttemptsAsync(by: Period.Hour, timeZone: "Europe/Paris")).Rows.Sum(row => row.Attempts) >= Callers + 1);
        Assert.True((await _client.ReportQueuesAsync(by: Period.Day)).Rows.Single(row => row.Queue == "orders").Connected >= 2);
        Assert.NotEmpty((await _client.ReportAgentsAsync(by: Period.Day)).Rows);
        Assert.True((await _client.GetCampaignReportAsync("renewals")).Attempts >= Callers + 1);
        Assert.Equal(["+33199009901"], (await _client.ListCallBacksAsync(campaign: "call-backs")).Items.Select(promised => promised.Number));
        Assert.Single((await _client.ListCallBacksAsync(campaign: "renewals")).Items);
        Assert.NotEmpty((await _client.ListAuditAsync(action: "changeCampaignSettings")).Items);
        var business = await _client.ExportConfigurationAsync();
        Assert.Equal((2, Callers + DeskAgents.Length, 2), (business.Campaigns!.Count, business.Agents!.Count, business.Inbound!.Count));
        Assert.Empty((await _client.ApplyConfigurationAsync(business, dryRun: true)).Changes);
    }

    private async Task LeaveAsync()
    {
        await _client.RemoveAgentAsync(Outbound.First());
        var gone = await Assert.ThrowsAsync<ApiException<Problem>>(() => _client.GetAgentAsync(Outbound.First()));
        Assert.Equal("unknownAgent", gone.Result.Code);
    }

    private static CampaignCalling AtAnyHour => new() { Hours = [new CampaignCallingHour { Days = [.. Enum.GetValues<Weekday>()], From = "00:00", To = "24:00" }] };

    private static MemoryStream Text(string text) => new(Encoding.UTF8.GetBytes(text));

    private async Task<(int Leads, int Rejected)> ImportAsync(string list, string range, int from, int count, string more = "")
    {
        var rows = new StringBuilder("Nom;Téléphone\n");
        for (int i = from; i < from + count - (more.Length > 0 ? 1 : 0); i++)
            rows.Append(CultureInfo.InvariantCulture, $"Nom {i};{range}{i + 100:000}\n");
        using var file = Text(rows + more);
        var job = await _client.ImportListAsync("renewals", list, file, country: "FR");
        while (job.State is ImportJobState.Waiting or ImportJobState.Running)
        {
            await Task.Delay(50, TestContext.Current.CancellationToken);
            job = await _client.GetImportAsync(job.Id);
        }
        return job.Result is { } result ? (result.Leads, result.RejectedRows) : throw new InvalidDataException(job.Trouble);
    }

    private async Task<string> NameOfAsync(DialerEvent connected) => (await _client.GetAgentAsync(connected.Agent!.Value.ToString(CultureInfo.InvariantCulture))).Name;

    private async Task<DialerEvent> ConversationOfAsync(string agent)
    {
        int id = (await _client.GetAgentAsync(agent)).Id;
        return await EventAsync("connected", happened => happened.Agent == id);
    }

    private async Task<long> NewestAsync(string kind)
    {
        long newest = 0;
        for (string? after = null; ;)
        {
            var page = await _client.ListEventsAsync(kind: kind, limit: 500, after: after);
            newest = Math.Max(newest, page.Items.Max(happened => happened.Number) ?? 0);
            if ((after = page.Items.Count == 0 ? null : page.Next) is null)
                return newest;
        }
    }

    /// <summary>The first of its kind that fits, however long it takes on a machine that is busy.</summary>
    private async Task<DialerEvent> EventAsync(string kind, Func<DialerEvent, bool> fits)
    {
        for (int i = 0; i < 1_200; i++)
        {
            string? after = null;
            do
            {
                var page = await _client.ListEventsAsync(kind: kind, limit: 500, after: after);
                if (page.Items.FirstOrDefault(fits) is { } found)
                    return found;
                after = page.Items.Count == 0 ? null : page.Next;
            }
            while (after is not null);
            await Task.Delay(100, TestContext.Current.CancellationToken);
        }
        throw new TimeoutException($"no {kind} that fits came");
    }
}
