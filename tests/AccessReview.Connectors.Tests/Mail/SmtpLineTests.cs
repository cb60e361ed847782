using AccessReview.Connectors.Mail;
using Microsoft.Extensions.Time.Testing;
using MimeKit;
using SmtpServer.Protocol;

namespace AccessReview.Connectors.Tests.Mail;

/// <summary>Letters over a real line to a real server, which does what servers do.</summary>
public sealed class SmtpLineTests
{
    private static readonly Letter Letter = new(
        "12.abc@review.test", "review@example.test", "AccessReview", "mia@example.test", "Mia Åström", "Access review: due on 4 December 2026", "Hello Mia,\n\nplease review.\n", "<p>Hello</p>",
        new DateTimeOffset(2026, 11, 25, 9, 0, 0, TimeSpan.Zero));

    [Fact]
    public async Task A_letter_arrives_over_tls_with_both_its_parts_and_its_name()
    {
        await using var post = new TestPost(password: "secret");
        await using var line = new SmtpLine(post.Server with { User = "review", Password = "secret" });

        Assert.Equal(MailFate.Taken, (await line.SendAsync(Letter, default)).Fate);
        Assert.Equal(MailFate.Taken, (await line.SendAsync(Letter with { MessageId = "13.abc@review.test" }, default)).Fate);

        var letter = post.Letters[0];
        Assert.Equal(("12.abc@review.test", Letter.Subject), (letter.MessageId, letter.Subject));
        Assert.Equal("\"Mia Åström\" <mia@example.test>", letter.To.ToString(encode: false));
        Assert.Equal(Letter.Text, TestPost.TextOf(letter));
        Assert.Equal("<p>Hello</p>", letter.HtmlBody!.Trim());
        Assert.Equal("auto-generated", letter.Headers[HeaderId.AutoSubmitted]);
        Assert.Equal(2, post.Letters.Count);
        Assert.Equal(["review"], post.SignIns);
    }

    [Fact]
    public async Task Where_no_tls_is_offered_no_password_is_said_and_no_letter_sent()
    {
        await using var post = new TestPost(tls: false, password: "secret");
        await using var line = new SmtpLine(post.Server with { User = "review", Password = "secret" });

        Assert.Equal(new MailAnswer(MailFate.NoServer, Trouble: MailTrouble.NoTls), await line.SendAsync(Letter, default));
        Assert.Empty(post.SignIns);
        Assert.Empty(post.Letters);
    }

    [Fact]
    public async Task A_certificate_that_is_neither_trusted_nor_named_is_refused_before_anything_is_said()
    {
        await using var post = new TestPost(password: "secret");
        foreach (var named in new[] { null, new string('0', 64) })
        {
            await using var line = new SmtpLine(post.Server with { User = "review", Password = "secret", CertificateSha256 = named });
            Assert.Equal(MailTrouble.CertificateNotTrusted, (await line.SendAsync(Letter, default)).Trouble);
        }

        Assert.Empty(post.SignIns);
    }

    [Fact]
    public async Task A_wrong_password_and_nobody_there_are_troubles_of_the_server_and_not_of_the_letter()
    {
        var post = new TestPost(password: "secret");
        var server = post.Server;
        await using (var line = new SmtpLine(server with { User = "review", Password = "wrong" }))
        {
            Assert.Equal(new MailAnswer(MailFate.NoServer, Trouble: MailTrouble.SignInRefused), await line.SendAsync(Letter, default));
        }

        await post.DisposeAsync();
        await using var nobody = new SmtpLine(server);
        Assert.Equal(new MailAnswer(MailFate.NoServer, Trouble: MailTrouble.Unreachable), await nobody.SendAsync(Letter, default));
    }

    [Fact]
    public async Task A_recipient_refused_for_good_is_refused_and_one_to_wait_for_is_asked_again_and_the_others_go()
    {
        await using var post = new TestPost();
        post.Recipients = to => to.StartsWith("gone", StringComparison.Ordinal) ? new SmtpResponse(SmtpReplyCode.MailboxUnavailable, "no such user")
            : to.StartsWith("grey", StringComparison.Ordinal) ? new SmtpResponse((SmtpReplyCode)451, "try later") : null;
        await using var line = new SmtpLine(post.Server);

        Assert.Equal(new MailAnswer(MailFate.Refused, 550), await line.SendAsync(Letter with { To = "gone@example.test" }, default));
        Assert.Equal(new MailAnswer(MailFate.NotNow, 451), await line.SendAsync(Letter with { To = "grey@example.test" }, default));
        Assert.Equal(MailFate.Taken, (await line.SendAsync(Letter, default)).Fate);
        Assert.Single(post.Letters);
    }

    [Fact]
    public async Task A_line_that_breaks_before_the_answer_is_no_answer_and_the_same_letter_goes_again()
    {
        await using var post = new TestPost { HangsUp = true };
        await using var line = new SmtpLine(post.Server);

        Assert.Equal(new MailAnswer(MailFate.NotNow), await line.SendAsync(Letter, default));
        Assert.Equal(MailFate.Taken, (await line.SendAsync(Letter, default)).Fate);
        Assert.Single(post.Letters.Select(l => l.MessageId).Distinct());
    }

    [Fact]
    public async Task A_server_that_does_not_answer_is_not_waited_for_for_ever()
    {
        var never = new TaskCompletionSource();
        await using var post = new TestPost { Until = never.Task };
        await using var line = new SmtpLine(post.Server with { AnswerPatience = TimeSpan.FromSeconds(1) });

        Assert.Equal(new MailAnswer(MailFate.NotNow), await line.SendAsync(Letter, default));
        never.SetResult();
    }

    [Fact]
    public async Task A_server_that_takes_its_time_with_a_letter_it_has_gets_it_once()
    {
        var time = new FakeTimeProvider();
        await using var post = new TestPost();
        post.Has = () => time.Advance(post.Server.Patience * 2);
        await using var line = new SmtpLine(post.Server, time);

        Assert.Equal(MailFate.Taken, (await line.SendAsync(Letter, default)).Fate);
        Assert.Equal(MailFate.Taken, (await line.SendAsync(Letter with { MessageId = "13.abc@review.test" }, default)).Fate);
        Assert.Equal(2, post.Letters.Count);
    }

    [Fact]
    public async Task A_server_that_says_nothing_before_it_has_the_letter_is_given_up_early()
    {
        var time = new FakeTimeProvider();
        await using var post = new TestPost();
        post.Recipients = _ =>
        {
            time.Advance(post.Server.Patience);
            return null;
        };
        await using var line = new SmtpLine(post.Server, time);

        Assert.Equal(new MailAnswer(MailFate.NotNow), await line.SendAsync(Letter, default));
        Assert.Empty(post.Letters);
    }

    [Fact]
    public async Task A_letter_that_the_server_has_is_waited_for_although_the_wait_is_to_end()
    {
        using var stop = new CancellationTokenSource();
        await using var post = new TestPost();
        post.Has = stop.Cancel;
        await using var line = new SmtpLine(post.Server);

        Assert.Equal(MailFate.Taken, (await line.SendAsync(Letter, stop.Token)).Fate);
        Assert.Single(post.Letters);
    }

    [Fact]
    public async Task A_server_that_has_the_letter_and_does_not_say_so_is_not_waited_for_long_once_the_wait_is_to_end()
    {
        using var stop = new CancellationTokenSource();
        var never = new TaskCompletionSource();
        await using var post = new TestPost { Has = stop.Cancel, Until = never.Task };
        await using var line = new SmtpLine(post.Server with { LastPatience = TimeSpan.FromSeconds(1) });

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => line.SendAsync(Letter, stop.Token));
        never.SetResult();
    }

    [Fact]
    public async Task A_letter_that_is_not_on_its_way_when_the_wait_is_to_end_does_not_go()
    {
        using var stop = new CancellationTokenSource();
        await using var post = new TestPost();
        post.Recipients = _ =>
        {
            stop.Cancel();
            return null;
        };
        await using var line = new SmtpLine(post.Server);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => line.SendAsync(Letter, stop.Token));
        Assert.Empty(post.Letters);
    }

    [Theory]
    [InlineData("mia@example.test\r\nBcc: all@example.test")]
    [InlineData("mia@example.test, eve@example.test")]
    [InlineData("mia@example.test> RCPT TO:<eve@example.test")]
    [InlineData("not an address")]
    [InlineData("")]
    public async Task An_address_that_is_none_is_refused_here(string address)
    {
        await using var post = new TestPost();
        await using var line = new SmtpLine(post.Server);

        Assert.Equal(new MailAnswer(MailFate.Refused), await line.SendAsync(Letter with { To = address }, default));
        Assert.Empty(post.Letters);
    }

    [Fact]
    public async Task No_name_and_no_subject_can_begin_a_header()
    {
        await using var post = new TestPost();
        await using var line = new SmtpLine(post.Server);

        await line.SendAsync(Letter with { Subject = "Due\r\nBcc: eve@example.test\r\n\r\nbody", ToName = "Mia\r\nBcc: eve@example.test", FromName = "x\nX-Evil: 1" }, default);

        var letter = Assert.Single(post.Letters);
        Assert.Empty(letter.Bcc);
        Assert.False(letter.Headers.Contains("X-Evil"));
        Assert.Equal("mia@example.test", Assert.Single(letter.To.Mailboxes).Address);
    }
}
