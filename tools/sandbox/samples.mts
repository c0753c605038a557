/** What homeowners write, taken in turn so that no two leads in the inbox look the same. */

export interface SampleLead {
	firstName: string;
	lastName: string;
	category: { categoryId: string; name: string };
	description: string;
	location: { address1: string; address2: string; city: string; state: string; zipCode: string };
	details: Array<{ question: string; answer: string }>;
	estimate: string;
	leadPrice: string;
}

export const sampleLeads: SampleLead[] = [
	{
		firstName: 'Maria',
		lastName: 'Torres',
		category: { categoryId: '201000111222333444', name: 'Deck Repair' },
		description: 'Several boards are loose near the stairs and one is rotten. The railing wobbles too.',
		location: { address1: '412 Juniper Ln', address2: '', city: 'Boise', state: 'ID', zipCode: '83702' },
		details: [
			{ question: 'Deck material', answer: 'Cedar' },
			{ question: 'Budget', answer: '$600- $750' },
			{ question: 'Deck age', answer: 'I&#39;m not sure' },
		],
		estimate: '150.00',
		leadPrice: '$25.00',
	},
	{
		firstName: 'Pat',
		lastName: 'Lee',
		category: { categoryId: '122000111222333444', name: 'Window Cleaning' },
		description: '12 windows, two floors. The upstairs ones need a ladder.',
		location: { address1: '20 Oak Ave', address2: 'Apt 3', city: 'Denver', state: 'CO', zipCode: '80202' },
		details: [
			{ question: 'Stories', answer: '2 stories' },
			{ question: 'Which sides', answer: 'Inside, Outside' },
		],
		estimate: '95.00',
		leadPrice: '$18.50',
	},
	{
		firstName: 'Jordan',
		lastName: 'Okafor',
		category: { categoryId: '240123621172183344', name: 'Full Service Lawn Care' },
		description: 'Weekly mowing and edging, about a quarter acre. Dog in the yard, very friendly.',
		location: { address1: '9 Willow Ct', address2: '', city: 'Austin', state: 'TX', zipCode: '78704' },
		details: [
			{ question: 'Frequency of services', answer: 'Every week' },
			{ question: 'Lawn size', answer: '1/4 acre' },
		],
		estimate: '60.00',
		leadPrice: '$12.00',
	},
	{
		firstName: 'Elaine',
		lastName: 'Whitfield',
		category: { categoryId: '201000111222333444', name: 'Deck Repair' },
		description: 'Sand and reseal a 12x16 deck before a graduation party on the 14th.',
		location: { address1: '77 Harbor View Dr', address2: '', city: 'Tacoma', state: 'WA', zipCode: '98402' },
		details: [
			{ question: 'Deck material', answer: 'Pressure treated' },
			{ question: 'Services needed', answer: 'Sanding, Sealing' },
		],
		estimate: '480.00',
		leadPrice: '$31.75',
	},
];
